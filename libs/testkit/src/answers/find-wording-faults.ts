type Told = { pointer: string; message: string };

/**
 * What is wrong with the wording of every problem in a document, wherever it stands. A problem is read behind its pointer, "/data/thing1 is
 * missing": its message goes on from there, without a subject of its own, which would be named twice, and without a full stop.
 */
export function findWordingFaults(document: unknown): string[] {
  return findProblems(document).flatMap(({ pointer, message }) =>
    faultsOf(pointer, message).map((fault) => `${pointer} "${message}": ${fault}`),
  );
}

function faultsOf(pointer: string, message: string): string[] {
  const [first = ''] = message.split(/[\s:]/, 1);
  const subjects = pointer.split('/').map(plain);
  return [
    ...(/^[a-z]/.test(message) ? [] : ['begins like a sentence of its own']),
    ...(first !== '' && subjects.includes(plain(first)) ? ['names what its pointer names'] : []),
    ...(/[.!]$/.test(message) ? ['ends in a full stop'] : []),
  ];
}

const plain = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

function findProblems(value: unknown): Told[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = isTold(value) ? [value] : [];
  return [...own, ...Object.values(value).flatMap(findProblems)];
}

const isTold = (value: object): value is Told =>
  'pointer' in value &&
  typeof value.pointer === 'string' &&
  'message' in value &&
  typeof value.message === 'string';
