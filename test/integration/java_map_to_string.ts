/** Asks the machine's own Java how it prints JSON, by JavaMapToString.java. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Node } from 'jsonc-parser';
import { parseTree } from 'jsonc-parser';

const PROGRAM = fileURLToPath(new URL('JavaMapToString.java', import.meta.url));

/**
 * For each JSON text what Java prints once it is put into HashMaps in the order of the text, and null, "", "-", "none", {}
 * and [] are taken out again; undefined where nothing is left. Java sees no JSON: another parser than the product's reads it.
 */
export async function javaMapToStrings(jsonTexts: readonly string[]): Promise<(string | undefined)[]> {
  const home = process.env['ES_JAVA_HOME'] ?? process.env['JAVA_HOME'];
  const java = spawn(home ? join(home, 'bin/java') : 'java', [PROGRAM]);
  const ended = new Promise<number | null>((resolve, reject) => {
    java.on('error', reject).on('exit', resolve);
  });
  java.stdin.on('error', () => {
    // Java ended early: its exit code and what it said tell more
  });
  for (const json of jsonTexts) java.stdin.write(wireOf(json));
  java.stdin.end();
  const [answer, complaint, code] = await Promise.all([buffer(java.stdout), text(java.stderr), ended]);
  if (code !== 0) throw new Error(`java ended with ${code}: ${complaint}`);
  return readAnswers(answer);
}

function readAnswers(answer: Buffer): (string | undefined)[] {
  const answers: (string | undefined)[] = [];
  // Java writes UTF-16 with its upper byte first
  const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16().toString('utf16le');
  for (let at = 0; at < answer.length;) {
    const length = answer.readInt32BE(at);
    at += 4;
    const end = at + 2 * Math.max(0, length);
    answers.push(length < 0 ? undefined : swapped(answer.subarray(at, end)));
    at = end;
  }
  return answers;
}

function wireOf(json: string): Buffer {
  const root = parseTree(json);
  if (root === undefined) throw new Error(`Not JSON: ${json.slice(0, 80)}`);
  const parts: Buffer[] = [];
  const write = (node: Node): void => {
    const children = node.children ?? [];
    switch (node.type) {
      case 'object':
      case 'array':
        parts.push(Buffer.from(node.type === 'object' ? '{' : '['));
        children.forEach(write);
        parts.push(Buffer.from(node.type === 'object' ? '}' : ']'));
        break;
      case 'property': {
        const [key, value] = children;
        if (key === undefined || value === undefined) throw new Error('A property without key or value');
        parts.push(textOf('k', String(key.value)));
        write(value);
        break;
      }
      case 'number': {
        const written = json.slice(node.offset, node.offset + node.length);
        parts.push(textOf(/[.eE]/.test(written) ? 'd' : 'i', written));
        break;
      }
      case 'string':
        parts.push(textOf('s', String(node.value)));
        break;
      default:
        parts.push(Buffer.from(String(node.value).charAt(0)));
    }
  };
  write(root);
  return Buffer.concat(parts);
}

function textOf(type: string, value: string): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(value.length, 1);
  return Buffer.concat([head, Buffer.from(value, 'utf16le').swap16()]);
}
