// The few shapes of ASN.1 that a revocation list is made of, in forge's notation.
import type { asn1 } from 'node-forge';
import type { Forge } from './loadForge.js';

/** Makes values; each text is bytes, one a character. */
export interface DerMaker {
  sequence(...parts: readonly asn1.Asn1[]): asn1.Asn1;
  /** An integer that is not negative, from its hexadecimal digits. */
  integer(hex: string): asn1.Asn1;
  enumerated(value: number): asn1.Asn1;
  time(date: Date): asn1.Asn1;
  octets(bytes: string): asn1.Asn1;
  bits(bytes: string): asn1.Asn1;
  null(): asn1.Asn1;
  oid(dotted: string): asn1.Asn1;
  /** `[0]`, implicit: bytes, or explicit: parts. */
  tagged(value: string | readonly asn1.Asn1[]): asn1.Asn1;
  extension(oid: string, value: asn1.Asn1): asn1.Asn1;
}

export function derMaker({ asn1, util }: Forge): DerMaker {
  const { Type, Class } = asn1;
  const simple = (type: asn1.Type, bytes: string): asn1.Asn1 => asn1.create(Class.UNIVERSAL, type, false, bytes);
  const maker: DerMaker = {
    sequence: (...parts) => asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [...parts]),
    integer: (hex) => simple(Type.INTEGER, util.hexToBytes(positive(hex))),
    enumerated: (value) => simple(Type.ENUMERATED, String.fromCharCode(value)),
    // RFC 5280: two digits for the year until 2049, four from then on.
    time: (date) =>
      date.getUTCFullYear() < 2050
        ? simple(Type.UTCTIME, asn1.dateToUtcTime(date))
        : simple(Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date)),
    octets: (bytes) => simple(Type.OCTETSTRING, bytes),
    bits: (bytes) => simple(Type.BITSTRING, `\0${bytes}`),
    null: () => simple(Type.NULL, ''),
    oid: (dotted) => simple(Type.OID, asn1.oidToDer(dotted).getBytes()),
    tagged: (value) =>
      asn1.create(
        Class.CONTEXT_SPECIFIC,
        Type.NONE,
        typeof value !== 'string',
        typeof value === 'string' ? value : [...value],
      ),
    extension: (oid, value) => maker.sequence(maker.oid(oid), maker.octets(asn1.toDer(value).getBytes())),
  };
  return maker;
}

// A first bit that is set would make it negative.
function positive(hex: string): string {
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return parseInt(even.slice(0, 2), 16) > 127 ? `00${even}` : even;
}
