/** Builds HashMaps as Elasticsearch's JSON parser does, takes out what Elastic's integration drops, and prints them: what java_string.ts is compared with. */
import java.io.*;
import java.math.BigInteger;
import java.util.*;

public class JavaMapToString {
    private static DataInputStream in;

    /** Reads values from standard input up to its end, and answers each with its text, or with length -1 where nothing is left of it. */
    public static void main(String[] args) throws IOException {
        in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
        for (int type = in.read(); type >= 0; type = in.read()) {
            Object value = read(type);
            if (saysNothing(value)) {
                out.writeInt(-1);
            } else {
                String text = String.valueOf(value);
                out.writeInt(text.length());
                out.writeChars(text);
            }
        }
        out.flush();
    }

    /** `{` key value … `}`, `[` value … `]`, and scalars: a letter, then what there is of text as a length and UTF-16. */
    private static Object read(int type) throws IOException {
        switch (type) {
            case '{':
                Map<String, Object> map = new HashMap<>();
                for (int next = in.read(); next != '}'; next = in.read()) {
                    String key = readText();
                    map.put(key, read(in.read()));
                }
                return map;
            case '[':
                List<Object> list = new ArrayList<>();
                for (int next = in.read(); next != ']'; next = in.read()) list.add(read(next));
                return list;
            case 's':
                return readText();
            case 'i':
                return new BigInteger(readText());
            case 'd':
                return Double.parseDouble(readText());
            case 't':
                return true;
            case 'f':
                return false;
            case 'n':
                return null;
            default:
                throw new IOException("Not a type: " + type);
        }
    }

    private static String readText() throws IOException {
        char[] units = new char[in.readInt()];
        for (int i = 0; i < units.length; i++) units[i] = in.readChar();
        return new String(units);
    }

    private static boolean saysNothing(Object value) {
        if (value == null || value.equals("") || value.equals("-") || value.equals("none")) return true;
        if (value instanceof Map) {
            ((Map<?, ?>) value).values().removeIf(JavaMapToString::saysNothing);
            return ((Map<?, ?>) value).isEmpty();
        }
        if (value instanceof List) {
            ((List<?>) value).removeIf(JavaMapToString::saysNothing);
            return ((List<?>) value).isEmpty();
        }
        return false;
    }
}
