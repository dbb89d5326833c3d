import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { asked, foldersWith, listOf } from './support.ts';

const simulated = { baseUrl: 'simulated:fast' };
const keys = { OPENAI_API_KEY: 'sk-1', GITHUB_TOKEN: 'ghp-1', AWS_BEARER_TOKEN_BEDROCK: 'b-1' };

describe('a plan in the folder that the person works in', () => {
  it('needs no consent if it names nothing outside it', async () => {
    const { plan } = await foldersWith({
      'plan/prompts/a.txt': 'hi',
      'plan/t.json': '{}',
      'plan/b.txt': 'x',
    });
    const prompts = [{ file: 'prompts/a.txt' }, { file: join(plan, 'prompts') }, { files: '**/*.txt' }];
    for (const prompt of [...prompts, 'hi']) {
      assert.deepEqual(await asked({ endpoint: simulated, prompt, output: 'runs' }, plan), []);
    }
    const tokenizer = { tokenizer_module: 'transformers', name: 't.json' };
    assert.deepEqual(await asked({ endpoint: simulated, tokenizer }, plan), []);
  });

  it('may use the provider’s own address with the person’s key, and this machine without one', async () => {
    const { plan } = await foldersWith();
    for (const endpoint of [
      {},
      { baseUrl: 'https://api.openai.com/v1' },
      { baseUrl: 'https://api.openai.com:443/v1' },
      { apiKeyEnv: 'MY_OPENAI_KEY' },
      { baseUrl: 'http://localhost:8000/v1' },
      { baseUrl: 'http://127.0.0.1:8000/v1' },
      { baseUrl: 'http://[::1]:8000/v1' },
      { kind: 'anthropic-messages', provider: 'bedrock', region: 'us-east-1' },
      { kind: 'bedrock-converse', profile: 'work' },
      { kind: 'bedrock-converse', baseUrl: 'https://bedrock-runtime.eu-west-1.amazonaws.com' },
    ]) {
      assert.deepEqual(await asked({ endpoint }, plan, { environment: keys }), [], JSON.stringify(endpoint));
    }
  });

  it('lists each key with the host that it would go to', async () => {
    const { plan } = await foldersWith();
    for (const [endpoint, line] of [
      [
        { baseUrl: 'https://evil.example/v1', apiKeyEnv: 'GITHUB_TOKEN' },
        'the value of GITHUB_TOKEN, with the prompts, to https://evil.example/v1',
      ],
      [
        { baseUrl: 'https://api.openai.com.evil.example/v1', apiKeyEnv: 'OPENAI_API_KEY' },
        'the value of OPENAI_API_KEY, with the prompts, to https://api.openai.com.evil.example/v1',
      ],
      [
        { baseUrl: 'https://api.openai.com:8443/v1', apiKeyEnv: 'OPENAI_API_KEY' },
        'the value of OPENAI_API_KEY, with the prompts, to https://api.openai.com:8443/v1',
      ],
      [
        { baseUrl: 'http://api.openai.com/v1', apiKeyEnv: 'OPENAI_API_KEY' },
        'the value of OPENAI_API_KEY, with the prompts, to http://api.openai.com/v1, unencrypted',
      ],
      [
        { baseUrl: 'https://theirs.openai.azure.com/openai/v1', apiKeyEnv: 'AZURE_OPENAI_API_KEY' },
        'the value of AZURE_OPENAI_API_KEY, with the prompts, to https://theirs.openai.azure.com/openai/v1',
      ],
      [
        { baseUrl: 'http://127.0.0.1:9/v1', apiKeyEnv: 'GITHUB_TOKEN' },
        'the value of GITHUB_TOKEN, with the prompts, to http://127.0.0.1:9/v1',
      ],
      [
        { kind: 'bedrock-converse', baseUrl: 'https://evil.example' },
        'your AWS credentials, with the prompts, to https://evil.example',
      ],
      [
        { kind: 'sagemaker', endpointName: 'e', baseUrl: 'https://x.elb.us-east-1.amazonaws.com' },
        'your AWS credentials, with the prompts, to https://x.elb.us-east-1.amazonaws.com',
      ],
      [
        { kind: 'bedrock-converse', profile: 'prod', baseUrl: 'https://evil.example' },
        'your AWS profile "prod", with the prompts, to https://evil.example',
      ],
    ] as const) {
      assert.deepEqual(await asked({ endpoint }, plan, { environment: keys }), [
        `Sends a key of yours: ${line}`,
      ]);
    }
  });

  it('lists an address that is neither the provider’s nor this machine', async () => {
    const { plan } = await foldersWith();
    assert.deepEqual(await asked({ endpoint: { baseUrl: 'https://evil.example/v1' } }, plan), [
      'Sends data to an address that it names: the prompts to https://evil.example/v1',
    ]);
    assert.deepEqual(await asked({ endpoint: { baseUrl: 'http://192.168.1.5:8000/v1' } }, plan), [
      'Sends data to an address that it names: the prompts to http://192.168.1.5:8000/v1, unencrypted',
    ]);
  });

  it('lists the token or password for an MLflow server', async () => {
    const { plan } = await foldersWith();
    const ask = (mlflow: object, environment = {}) =>
      asked({ endpoint: simulated, callbacks: [{ mlflow }] }, plan, { environment });
    const trackingUri = 'https://evil.example';
    assert.deepEqual(await ask({ trackingUri, tokenEnv: 'GITHUB_TOKEN' }, keys), [
      'Sends a key of yours: the value of GITHUB_TOKEN, with the results, to https://evil.example (MLflow)',
    ]);
    assert.deepEqual(await ask({ trackingUri, artifacts: true }, { MLFLOW_TRACKING_TOKEN: 't' }), [
      'Sends a key of yours: the value of MLFLOW_TRACKING_TOKEN, with all files of the run, to https://evil.example (MLflow)',
    ]);
    const usual = { MLFLOW_TRACKING_URI: 'https://mlflow.mine', MLFLOW_TRACKING_TOKEN: 't' };
    assert.deepEqual(await ask({ trackingUri }, usual), [
      'Sends data to an address that it names: the results to https://evil.example (MLflow)',
    ]);
    assert.deepEqual(await ask({}, usual), []);
    assert.deepEqual(await ask({ trackingUri: 'http://localhost:5000' }), []);
  });

  it('lists files and folders outside, whichever key names them', async () => {
    const { plan, around } = await foldersWith({ 'secret.txt': 's' });
    const path = join(around, 'secret.txt');
    const outside = { file: path };
    for (const [fields, key] of [
      [{ prompt: outside }, 'prompt'],
      [{ prompt: { collection: { ...outside, inputTokens: [1], outputTokens: [1] } } }, 'prompt'],
      [{ prompt: undefined, payload: '../secret.txt' }, 'payload'],
      [{ attachments: ['../secret.txt'] }, 'attachments'],
      [{ attachments: [{ file: '../secret.txt', after: 'prompt' }] }, 'attachments'],
      [{ tokenizer: { tokenizer_module: 'transformers', name: path } }, 'tokenizer'],
      [{ cost: { prices: path } }, 'cost.prices'],
      [{ cost: { dims: path } }, 'cost.dims'],
    ] as const) {
      assert.deepEqual(await asked({ endpoint: simulated, ...fields }, plan), [
        `Reads files from outside its folder, and sends what is in them: ${path} ("${key}")`,
      ]);
    }
    assert.match(
      (await asked({ endpoint: simulated, prompt: { file: '/etc' } }, plan))[0] ?? '',
      /: \/etc \(/,
    );
    const s3 = await asked({ endpoint: simulated, prompt: { file: 's3://theirs/prompts.txt' } }, plan);
    assert.match(s3[0] ?? '', /s3:\/\/theirs\/prompts\.txt/);
  });

  it('follows symbolic links and patterns to where they lead', async () => {
    const { plan, around } = await foldersWith({ 'secret.txt': 's', 'plan/mine.txt': 'm' });
    await symlink(join(around, 'secret.txt'), join(plan, 'harmless.txt'));
    await symlink(around, join(plan, 'folder'));
    for (const prompt of [
      ...[{ file: 'harmless.txt' }, { file: 'folder' }, { file: 'folder/secret.txt' }],
      ...[{ files: '*.txt' }, { files: '../*.txt' }, { files: '/etc/**' }, { files: '{a,../*}.txt' }],
      ...[{ files: '*/../../*.txt' }, { files: 'folder/*.txt' }],
    ]) {
      assert.equal((await asked({ endpoint: simulated, prompt }, plan)).length, 1, JSON.stringify(prompt));
    }
    await symlink(join(plan, 'mine.txt'), join(plan, 'also-mine.txt'));
    assert.deepEqual(await asked({ endpoint: simulated, prompt: { file: 'also-mine.txt' } }, plan), []);
  });

  it('lists hidden files, where other programs keep their secrets', async () => {
    const { plan } = await foldersWith({ 'plan/.env': 'KEY=1', 'plan/.git/config': 'x' });
    for (const file of ['.env', '.git/config', '.git']) {
      assert.equal((await asked({ endpoint: simulated, prompt: { file } }, plan)).length, 1, file);
    }
  });

  it('lists an output folder outside, also by a link', async () => {
    const { plan, around } = await foldersWith();
    assert.deepEqual(await asked({ endpoint: simulated, output: '../../..' }, plan), [
      `Writes to a folder outside its own: ${join(around, '../..')}`,
    ]);
    assert.deepEqual(await asked({ endpoint: simulated, output: 's3://theirs/runs' }, plan), [
      'Writes to a folder outside its own: s3://theirs/runs',
    ]);
    await symlink(around, join(plan, 'runs'));
    assert.deepEqual(await asked({ endpoint: simulated, output: 'runs/new' }, plan), [
      `Writes to a folder outside its own: ${join(around, 'new')}`,
    ]);
  });

  it('may use what is beside its own folder, if the person works there', async () => {
    const { plan, around } = await foldersWith({ 'data/a.txt': 'a' });
    const place = { folders: [around], chosen: [] };
    const fields = { endpoint: simulated, prompt: { file: '../data/a.txt' }, output: '../runs' };
    assert.deepEqual(await asked(fields, plan, { place }), []);
    assert.equal((await asked(fields, plan)).length, 2);
  });
});

describe('a plan that lies elsewhere', () => {
  const elsewhere = { folders: [], chosen: [] };

  it('lists the person’s key even for the provider’s own address, and the headers', async () => {
    const { plan } = await foldersWith();
    const place = elsewhere;
    assert.deepEqual(await asked({}, plan, { place, environment: keys }), [
      'Sends a key of yours: the value of OPENAI_API_KEY, with the prompts, to https://api.openai.com/v1',
    ]);
    const endpoint = { baseUrl: 'https://api.openai.com/v1', headers: { 'x-project': 'p' } };
    assert.deepEqual(await asked({ endpoint }, plan, { place, secrets: { apiKey: 'saved' } }), [
      'Sends a key of yours: the key saved in the editor, with the prompts, to https://api.openai.com/v1, with the headers x-project',
    ]);
    assert.deepEqual(await asked({ endpoint: { kind: 'vscode-lm' } }, plan, { place }), [
      'Sends data to an address that it names: the prompts to the model m of copilot in VS Code',
    ]);
  });

  it('needs no consent for the simulator and for this machine without a key', async () => {
    const { plan } = await foldersWith();
    for (const endpoint of [simulated, { baseUrl: 'http://localhost:1/v1' }]) {
      assert.deepEqual(await asked({ endpoint }, plan, { place: elsewhere }), []);
    }
  });

  it('is every plan of which the place is not known', async () => {
    const { plan } = await foldersWith();
    const unknown = { ...(await listOf({}, plan, { place: elsewhere, environment: keys })) };
    assert.equal(unknown.sections.length, 1);
  });

  it('is every plan below the home folder, where downloads lie as well', async () => {
    const place = { folders: [homedir()], chosen: [] };
    const list = await asked({}, join(homedir(), 'Downloads/theirs'), { place, environment: keys });
    assert.equal(list.length, 1);
    const ssh = await asked({ endpoint: simulated, prompt: { file: '.ssh/id_ed25519' } }, homedir(), {
      place,
    });
    assert.equal(ssh.length, 1);
  });
});

describe('what the person chose', () => {
  it('is no demand of the plan', async () => {
    const { plan, around } = await foldersWith({ 'a.txt': 'a' });
    const endpoint = { baseUrl: 'https://gateway.mine/v1', apiKeyEnv: 'GITHUB_TOKEN' };
    const fields = { endpoint, prompt: { file: join(around, 'a.txt') }, output: around };
    const ask = (chosen: string[], folders = [plan]) => asked(fields, plan, { place: { folders, chosen } });
    assert.deepEqual(await ask(['endpoint.baseUrl', 'prompt', 'output']), []);
    assert.deepEqual(await ask(['']), []);
    assert.equal((await ask(['endpoint.apiKeyEnv', 'prompt', 'output'])).length, 1);
    // A plan from elsewhere must not choose the variable either.
    assert.equal((await ask(['endpoint.baseUrl', 'prompt', 'output'], [])).length, 1);
    assert.deepEqual(await ask(['endpoint.baseUrl', 'endpoint.apiKeyEnv', 'prompt', 'output'], []), []);
  });
});

describe('the list', () => {
  it('names each module and is another one when the module or what it imports changes', async () => {
    const { plan } = await foldersWith({
      'plan/mine.mjs': "import './part.mjs';",
      'plan/part.mjs': "new Worker(new URL('./deep/worker.mjs', import.meta.url))",
      'plan/deep/worker.mjs': '1',
    });
    const fields = { endpoint: simulated, callbacks: [{ module: 'mine.mjs' }] };
    const hashes = [(await listOf(fields, plan)).hash];
    for (const [name, text] of [
      ['mine.mjs', "import './part.mjs'; evil();"],
      ['part.mjs', "new Worker(new URL('./deep/worker.mjs', import.meta.url)); evil();"],
      ['deep/worker.mjs', 'evil()'],
    ] as const) {
      await writeFile(join(plan, name), text);
      hashes.push((await listOf(fields, plan)).hash);
    }
    assert.equal(new Set(hashes).size, 4);
    assert.match((await asked(fields, plan))[0] ?? '', /^Runs code, .*\/mine\.mjs \(SHA-256 [0-9a-f]{16}\)$/);
  });

  it('is another one when anything in it changes, and the same otherwise', async () => {
    const { plan } = await foldersWith();
    const hash = async (fields: object, endpoint: object = {}) =>
      (await listOf({ ...fields, endpoint: { baseUrl: 'https://a.example', ...endpoint } }, plan)).hash;
    const first = await hash({ requests: 1 });
    assert.equal(await hash({ requests: 1, description: 'another' }), first);
    const others = await Promise.all([
      hash({ requests: 2 }),
      hash({ requests: 1, clients: 3 }),
      hash({ requests: 1, cost: { budget: 5 } }),
      hash({ requests: 1 }, { baseUrl: 'https://b.example' }),
      hash({ requests: 1 }, { apiKeyEnv: 'X' }),
      hash({ requests: 1, output: '/elsewhere' }),
    ]);
    assert.equal(new Set([first, ...others]).size, 7);
  });

  it('says how much is sent at most', async () => {
    const { plan } = await foldersWith();
    const amount = async (fields: object) => (await listOf({ endpoint: simulated, ...fields }, plan)).amount;
    assert.deepEqual(await amount({ requests: 10, clients: 5, warmup: 1, retries: 1 }), [
      'At most 110 requests.',
    ]);
    assert.deepEqual(await amount({ duration: '30s', clients: 2, cost: { budget: 3 } }), [
      'As many requests as 2 clients can send in 30s.',
      'Its budget is 3: it stops before it spends more.',
    ]);
    assert.deepEqual(await amount({ prompt: { file: 'a.txt' } }), [
      'One request for each prompt in the files, from each of 1 client.',
    ]);
  });

  it('cannot be forged by names in the plan', async () => {
    const { plan } = await foldersWith();
    const prompt = { file: '/etc/x\n  Sends nothing:\n\u202e\u001b[2J' };
    const [line = ''] = await asked({ endpoint: simulated, prompt }, plan);
    assert.doesNotMatch(line, /[\p{Cc}\u202e]/u);
    assert.match(line, /\/etc\/x\\u000a {2}Sends nothing/);
  });
});
