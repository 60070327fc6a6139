import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type CollectedSpan = {
  service: string;
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  links: { traceId: string; spanId: string }[];
  attributes: Record<string, unknown>;
};

type Attribute = { key: string; value: Record<string, unknown> };
type Otlp = {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: (Omit<CollectedSpan, 'service' | 'attributes' | 'links' | 'parentSpanId'> & {
        parentSpanId?: string;
        links?: CollectedSpan['links'];
        attributes: Attribute[];
      })[];
    }[];
  }[];
};

const read = (attributes: readonly Attribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

function spansOf(otlp: Otlp): CollectedSpan[] {
  return otlp.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ links = [], parentSpanId = '', attributes, ...span }) => ({
        ...span,
        service: String(read(resource.attributes)['service.name']),
        ...{ parentSpanId, attributes: read(attributes) },
        links: links.map(({ traceId, spanId }) => ({ traceId, spanId })),
      })),
    ),
  );
}

/** An OpenTelemetry collector that keeps what it is sent in memory: OTLP over HTTP, in JSON. */
export async function openCollector(): Promise<{
  url: string;
  spans: readonly CollectedSpan[];
  close(): void;
}> {
  const spans: CollectedSpan[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      spans.push(...spansOf(JSON.parse(body) as Otlp));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
