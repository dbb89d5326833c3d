import assert from 'node:assert/strict';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { UserError } from '../../../src/core/base/errors.ts';
import { Channel, type Handlers, RemoteError, type Transport } from '../../../src/protocol/channel.ts';

interface Requests {
  double: { params: number; result: number };
  anything: { params: unknown; result: unknown };
}
interface Events {
  tick: { n: number; bytes?: Float64Array };
}
type None = Record<never, never>;

const answers: Handlers<Requests> = {
  double: n => n * 2,
  anything: value => value,
};

const portTransport = (port: MessagePort): Transport => ({
  post: (message, transfer) => port.postMessage(message, transfer),
  listen: receive => {
    port.on('message', receive);
    return () => port.off('message', receive);
  },
});

describe('the channel', () => {
  const open: MessagePort[] = [];
  afterEach(() => {
    for (const port of open.splice(0)) port.close();
  });

  /** Two sides over a real message port, with structured clones and all. */
  function pair(handlers: Handlers<Requests>) {
    const { port1, port2 } = new MessageChannel();
    open.push(port1, port2);
    const asking = new Channel<None, Requests, Events, None>(portTransport(port1), {});
    const answering = new Channel<Events, None, None, Requests>(portTransport(port2), handlers);
    return { asking, answering, port1, port2 };
  }

  it('answers requests, many at once, each its own', async () => {
    const waiting: (() => void)[] = [];
    const { asking } = pair({
      ...answers,
      // Answers come in the opposite order of the questions.
      double: n =>
        new Promise(resolve => {
          waiting.unshift(() => resolve(n * 2));
          if (waiting.length === 10) for (const go of waiting) go();
        }),
    });
    const numbers = Array.from({ length: 10 }, (_, i) => i);
    const got = await Promise.all(numbers.map(n => asking.request('double', n)));
    assert.deepEqual(
      got,
      numbers.map(n => n * 2),
    );
  });

  it('refuses with the name and the words of what was thrown', async () => {
    const { asking } = pair({
      ...answers,
      double: () => {
        throw new UserError('Change "x".');
      },
    });
    await assert.rejects(asking.request('double', 1), (error: unknown) => {
      assert.ok(error instanceof RemoteError);
      assert.deepEqual([error.name, error.message], ['UserError', 'Change "x".']);
      return true;
    });
  });

  for (const [thrown, words] of [
    ['a sentence', 'a sentence'],
    [undefined, 'undefined'],
    [{ toString: () => 'strange' }, 'strange'],
    [Object.create(null), 'An error that cannot be put into words.'],
    [Symbol('s'), 'Symbol(s)'],
  ] as const) {
    it(`refuses with ${words}, whatever a handler throws`, async () => {
      const { asking } = pair({ ...answers, double: () => Promise.reject(thrown) });
      await assert.rejects(asking.request('double', 1), { name: 'Error', message: words });
    });
  }

  it('refuses a request that nobody answers, also one named like a property of every object', async () => {
    const { asking } = pair(answers);
    const ask = asking as unknown as Channel<None, Record<string, Requests['anything']>, Events, None>;
    for (const name of ['missing', 'toString', 'constructor']) {
      await assert.rejects(ask.request(name, null), { message: `Nobody answers "${name}".` });
    }
  });

  it('hears an answer that comes before the question was fully sent', async () => {
    const { near, far } = local();
    const asking = new Channel<None, Requests, Events, None>(
      {
        ...near,
        post: () => far.post({ type: 'refusal', id: 1, error: { name: 'Error', message: 'at once' } }),
      },
      {},
    );
    await assert.rejects(asking.request('double', 1), { message: 'at once' });
  });

  it('refuses, and does not leave open, an answer that cannot be carried over', async () => {
    const { asking } = pair({ ...answers, anything: () => () => 'a function' });
    await assert.rejects(asking.request('anything', null), {
      name: 'DataCloneError',
      message: /could not be cloned/,
    });
    assert.equal(await asking.request('double', 2), 4);
  });

  it('rejects a question that cannot be carried over, and works on', async () => {
    const { asking } = pair(answers);
    await assert.rejects(
      asking.request('anything', () => 1),
      /could not be cloned/,
    );
    assert.equal(await asking.request('double', 2), 4);
  });

  it('carries events, and arrays by transfer; nobody hears after it stopped listening', async () => {
    const { asking, answering } = pair(answers);
    const heard: Events['tick'][] = [];
    const stop = asking.on('tick', event => heard.push(event));
    const also = asking.on('tick', event => heard.push(event));
    const bytes = Float64Array.of(1, 2);
    answering.emit('tick', { n: 1, bytes }, [bytes.buffer]);
    await asking.request('double', 1);
    assert.deepEqual(heard, Array(2).fill({ n: 1, bytes: Float64Array.of(1, 2) }));
    assert.equal(bytes.length, 0, 'it was moved, not copied');
    stop();
    also();
    answering.emit('tick', { n: 2 });
    await asking.request('double', 1);
    assert.equal(heard.length, 2);
  });

  it('refuses what is open when it closes, and everything later', async () => {
    const { asking } = pair({ ...answers, double: () => new Promise(() => {}) });
    const waiting = asking.request('double', 1);
    asking.close('The engine is closed.');
    asking.close('again');
    const refusal = { name: 'ChannelClosed', message: 'The engine is closed.' };
    await assert.rejects(waiting, refusal);
    await assert.rejects(asking.request('double', 1), refusal);
  });

  it('ignores replies that come too late, and messages that are none of its own', () => {
    const { near, far } = local();
    const asking = new Channel<None, Requests, Events, None>(near, {});
    void asking.request('double', 1).catch(() => {});
    for (const message of [null, 'text', 7, {}, { type: 'newer' }, { type: 'reply', id: 99, result: 1 }]) {
      far.post(message);
    }
    asking.close('over');
    far.post({ type: 'reply', id: 1, result: 2 });
    far.post({ type: 'refusal', id: 1, error: { name: 'E', message: 'm' } });
  });

  it('a closed side neither answers late nor hears', async () => {
    const { near, far, sent } = local();
    let release = (_: number) => {};
    const answering = new Channel<Events, None, None, Requests>(near, {
      ...answers,
      double: () =>
        new Promise(resolve => {
          release = resolve;
        }),
    });
    far.post({ type: 'request', id: 1, name: 'double', params: 1 });
    answering.close('over');
    release(2);
    answering.emit('tick', { n: 1 });
    far.post({ type: 'request', id: 2, name: 'anything', params: 1 });
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(sent, []);
  });

  it('closes when what it is made of can carry nothing any more', async () => {
    const { far, near } = local();
    const dead: Transport = {
      ...near,
      post: () => {
        throw new Error('Webview is disposed');
      },
    };
    const answering = new Channel<None, Requests, None, Requests>(dead, answers);
    far.post({ type: 'request', id: 1, name: 'double', params: 1 });
    await new Promise(resolve => setImmediate(resolve));
    await assert.rejects(answering.request('double', 1), {
      name: 'ChannelClosed',
      message: /Webview is disposed/,
    });
  });
});

/** Two ends in one thread, without delay and without clones; `sent` is what the near end posted. */
function local() {
  const sent: unknown[] = [];
  const receivers = new Set<(message: unknown) => void>();
  const near: Transport = {
    post: message => void sent.push(message),
    listen: receive => {
      receivers.add(receive);
      return () => receivers.delete(receive);
    },
  };
  const far = {
    post: (message: unknown) => {
      for (const receive of receivers) receive(message);
    },
  };
  return { near, far, sent };
}
