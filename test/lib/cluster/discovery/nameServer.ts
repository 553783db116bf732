// A name server on the loopback interface, whose records a test changes.
import { createServer, Packet } from 'dns2';
import { onTestFinished } from 'vitest';

const noSuchName = 3;
export const serverFailure = 2;

interface Question {
  readonly name: string;
  readonly type: number;
}

/** What it knows, by name. */
export interface Records {
  A?: Record<string, readonly string[]>;
  AAAA?: Record<string, readonly string[]>;
  SRV?: Record<string, readonly { readonly target: string; readonly port: number }[]>;
  /** Every question is answered with this code. */
  rcode?: number;
  /** How many questions there were. */
  asked?: number;
}

/** Starts it; gives its `address:port`. */
export async function startNameServer(records: Records): Promise<string> {
  const server = createServer({
    udp: true,
    handle: (request, send) => {
      records.asked = (records.asked ?? 0) + 1;
      const response = Packet.createResponseFromRequest(request);
      const question = request.questions[0]!;
      const answers = answersTo(records, question);
      response.answers.push(...(answers as typeof response.answers));
      const isKnown = answers.length > 0 || isName(records, question.name);
      response.header.rcode = records.rcode ?? (isKnown ? 0 : noSuchName);
      void send(response);
    },
  });
  const { udp } = await server.listen({ udp: { port: 0, address: '127.0.0.1' } });
  onTestFinished(() => server.close());
  return `127.0.0.1:${udp!.port}`;
}

function answersTo({ A = {}, AAAA = {}, SRV = {} }: Records, { name, type }: Question): readonly object[] {
  const common = { name, type, class: Packet.CLASS.IN, ttl: 1 };
  if (type === Packet.TYPE.A) return (A[name] ?? []).map((address) => ({ ...common, address }));
  if (type === Packet.TYPE.AAAA) return (AAAA[name] ?? []).map((address) => ({ ...common, address }));
  if (type !== Packet.TYPE.SRV) return [];
  return (SRV[name] ?? []).map((service) => ({ ...common, priority: 0, weight: 1, ...service }));
}

function isName({ A = {}, AAAA = {}, SRV = {} }: Records, name: string): boolean {
  return [A, AAAA, SRV].some((known) => name in known);
}
