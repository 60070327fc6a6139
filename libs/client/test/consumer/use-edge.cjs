// What an edge has and no more: the language, fetch, WebCrypto. The package is loaded into a realm of its own, where
// there is no process, no Buffer, and no module but the package's own.
const { readFileSync } = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const names =
  `AbortController atob btoa clearTimeout crypto CryptoKey fetch Headers performance setTimeout TextDecoder
  TextEncoder URL URLSearchParams`.split(/\s+/);
const edge = vm.createContext(Object.fromEntries(names.map((name) => [name, globalThis[name]])));
const loaded = new Map();

function load(file) {
  if (!loaded.has(file)) {
    const module = { exports: {} };
    loaded.set(file, module);
    const near = (name) => {
      if (!name.startsWith('.')) throw new Error(`${file} asks for ${name}`);
      return load(path.resolve(path.dirname(file), name));
    };
    const parameters = ['exports', 'require', 'module'];
    const options = { parsingContext: edge, filename: file };
    const run = vm.compileFunction(readFileSync(file, 'utf8'), parameters, options);
    run(module.exports, near, module);
  }
  return loaded.get(file).exports;
}

async function main() {
  const found = load(require.resolve('@yuexin/client'));
  const { createYuexinClient, NotFoundError, signWebhook, verifyWebhook } = found;
  const client = createYuexinClient({ baseUrl: process.env.API_URL, apiKey: 'yx_key' });
  const push = await client.pushes.get('psh_1');
  const failure = await client.pushes.get('psh_2').catch((error) => error);
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const body = '{"type":"push.sent"}';
  const headers = await signWebhook({ secret, id: 'cbk_1', body });
  const message = await verifyWebhook({ secret, headers: new Headers(headers), body });
  await client.pushes.create({});
  console.log(push.state, failure instanceof NotFoundError, message.type);
}

main();
