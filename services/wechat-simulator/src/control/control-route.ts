/** What a control endpoint gets; its parts are parsed by the endpoint itself. */
type ControlInput = {
  params: Readonly<Record<string, string>>;
  query: unknown;
  body: unknown;
};
export type ControlOutput = { status: number; body: unknown };

/** One endpoint under /_sim. */
export type ControlRoute = {
  method: 'get' | 'post' | 'delete';
  path: string;
  answer(input: ControlInput): ControlOutput | Promise<ControlOutput>;
};

export const ok = (body: unknown): ControlOutput => ({ status: 200, body });
export const created = (body: unknown): ControlOutput => ({ status: 201, body });
