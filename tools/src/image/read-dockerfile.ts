export type Instruction =
  | { kind: 'copy'; from: string | null; sources: string[]; to: string }
  | { kind: 'run'; command: string };
export type Stage = {
  name: string | null;
  instructions: Instruction[];
  env: Record<string, string>;
  workdir: string;
  user: string | null;
  /** In exec form. */
  command: string[];
  healthcheck: string[];
};

/** The part of the Dockerfile language that ours uses. @throws for an instruction that is not known here. */
export function readDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  for (const line of lines) {
    const [, verb = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (verb === 'ARG') continue;
    if (verb === 'FROM') {
      stages.push(newStage(/\sAS\s+(\w+)$/.exec(rest)?.[1] ?? null));
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) throw new Error(`${verb} before the first FROM.`);
    apply(stage, verb, rest);
  }
  return stages;
}

const newStage = (name: string | null): Stage => ({
  ...{ name, instructions: [], env: {}, workdir: '/', user: null, command: [], healthcheck: [] },
});

function apply(stage: Stage, verb: string, rest: string): void {
  switch (verb) {
    case 'COPY': {
      const words = rest.split(/\s+/);
      const from = words[0]?.startsWith('--from=') === true ? (words.shift() ?? '') : null;
      const to = words.pop() ?? '';
      const stageName = from === null ? null : from.slice('--from='.length);
      stage.instructions.push({ kind: 'copy', from: stageName, sources: words, to });
      return;
    }
    case 'RUN':
      stage.instructions.push({ kind: 'run', command: rest });
      return;
    case 'ENV': {
      const [name = '', value = ''] = rest.split('=');
      stage.env[name] = value;
      return;
    }
    case 'WORKDIR':
      stage.workdir = rest;
      return;
    case 'USER':
      stage.user = rest;
      return;
    case 'CMD':
      stage.command = JSON.parse(rest) as string[];
      return;
    case 'HEALTHCHECK':
      stage.healthcheck = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4)) as string[];
      return;
    case 'EXPOSE':
      return;
    default:
      throw new Error(`The Dockerfile's ${verb} is not known here.`);
  }
}
