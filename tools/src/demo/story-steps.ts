export type Steps = {
  begin(title: string): void;
  /** Prints what came back. */
  fact(name: string, value: unknown): void;
  /** Prints what came back and ends the story when it is not what it must be. */
  hold(name: string, value: unknown, expected: unknown): void;
};

export function createSteps(print: (line: string) => void): Steps {
  let number = 0;
  let current = '';
  return {
    begin(title) {
      number += 1;
      current = title;
      print(`\n${String(number)}. ${title}`);
    },
    fact: (name, value) => print(`   ${name}: ${String(value)}`),
    hold(name, value, expected) {
      print(`   ${name}: ${String(value)}`);
      if (value !== expected) {
        throw new Error(`${current}: ${name} is ${String(value)}, must be ${String(expected)}`);
      }
    },
  };
}
