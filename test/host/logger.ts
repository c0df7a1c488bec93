/** Kibana's log lines on standard output. */
import type { Logger } from '../../server/kibana/contracts';

/** A logger that writes `[time][LEVEL][context] message`. */
export function createLogger(context: readonly string[] = []): Logger {
  const write = (level: string, message: string | Error) => {
    const text = message instanceof Error ? (message.stack ?? message.message) : message;
    process.stdout.write(`[${new Date().toISOString()}][${level.padEnd(5)}][${context.join('.')}] ${text}\n`);
  };
  return {
    // Kibana's default level is info
    debug: () => undefined,
    info: (message) => write('INFO', message),
    warn: (message) => write('WARN', message),
    error: (message) => write('ERROR', message),
    get: (...more) => createLogger([...context, ...more]),
  };
}
