import { describe, expect, it } from 'vitest';
import type { CheckName, TestLine } from '../../common/source_checks';
import { AwsError } from '../errors';
import type { Check, Verdict } from './checks';
import { makeChecks } from './checks';

const OK: Verdict = { state: 'ok', message: 'good' };
const STUCK = () => new Promise<never>(() => undefined);

function check(name: CheckName, run: Check['run'] = async () => OK, needs: readonly CheckName[] = []): Check {
  return { name, needs, run };
}

async function made(checks: readonly Check[], signal = new AbortController().signal) {
  const lines: TestLine[] = [];
  const mistakes: unknown[] = [];
  const options = { signal, timeoutMs: 50, onMistake: (error: unknown) => void mistakes.push(error) };
  for await (const line of makeChecks(checks, options)) lines.push(line);
  const ended = lines.filter(({ state }) => state !== 'running');
  return { lines, mistakes, states: Object.fromEntries(ended.map((line) => [line.check, line.state])) };
}

describe('checks', () => {
  it('tell of each when it begins and when it has ended, and of all at last', async () => {
    const { lines } = await made([check('address'), check('clock')]);
    expect(lines.map(({ check: name, state }) => `${name} ${state}`)).toEqual([
      'address running',
      'address ok',
      'clock running',
      'clock ok',
      'all ok',
    ]);
  });

  it('leave out what makes no sense after a failure, saying why, and go on with the rest', async () => {
    const fails = async () => {
      throw new AwsError('aws_unreachable', 'S3 can not be reached. Check the network.');
    };
    const { lines, states } = await made([
      check('address', fails),
      check('list', undefined, ['address']),
      check('get', undefined, ['list']),
      check('geo'),
    ]);
    expect(states).toEqual({ address: 'failed', list: 'skipped', get: 'skipped', geo: 'ok', all: 'failed' });
    expect(lines).toContainEqual({
      check: 'address',
      state: 'failed',
      message: 'S3 can not be reached. Check the network.',
      details: { code: 'aws_unreachable' },
    });
    // what is behind it, not the one before, which may not be shown at all
    for (const skipped of ['list', 'get'])
      expect(lines).toContainEqual(
        expect.objectContaining({ check: skipped, message: expect.stringContaining('"address"') }),
      );
    expect(lines.filter(({ state }) => state === 'running').map(({ check: name }) => name)).not.toContain(
      'list',
    );
  });

  it('take what does not apply for no hindrance, and a warning for the worst of what is good', async () => {
    const { states } = await made([
      check('role', async () => ({ state: 'skipped', message: 'no role' })),
      check('list', async () => ({ ...OK, state: 'warning' }), ['role']),
      check('get', undefined, ['list']),
    ]);
    expect(states).toEqual({ role: 'skipped', list: 'warning', get: 'ok', all: 'warning' });
  });

  it('give each its time, and go on without the one that is stuck', async () => {
    const { lines, states } = await made([check('queue', STUCK), check('geo')]);
    expect(states).toEqual({ queue: 'failed', geo: 'ok', all: 'failed' });
    expect(lines[1]).toMatchObject({
      details: { code: 'timed_out' },
      fix: expect.stringContaining('firewall'),
    });
  });

  it('end when the client leaves, without another word', async () => {
    const leaving = new AbortController();
    const waiting = made([check('address', STUCK), check('geo')], leaving.signal);
    leaving.abort(new Error('left'));
    expect((await waiting).lines).toEqual([{ check: 'address', state: 'running', message: '' }]);
  });

  it('say nothing of our own mistakes but that there was one, which the log hears of', async () => {
    const mistake = new Error('secret inside');
    const { lines, mistakes } = await made([
      check('geo', async () => {
        throw mistake;
      }),
    ]);
    expect(mistakes).toEqual([mistake]);
    expect(JSON.stringify(lines)).not.toContain('secret inside');
  });
});
