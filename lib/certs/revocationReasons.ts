// Why a certificate was revoked: the reasons of RFC 5280 that make sense for a node or a person.

/** A reason by its name, and the number that stands for it in a list. */
export const revocationReasons = {
  unspecified: 0,
  key_compromise: 1,
  affiliation_changed: 3,
  superseded: 4,
  cessation_of_operation: 5,
  privilege_withdrawn: 9,
} as const;

export type RevocationReason = keyof typeof revocationReasons;

/** A number from outside as a name; one that is not known counts as none given. */
export function revocationReason(number: number): RevocationReason {
  const entry = Object.entries(revocationReasons).find(([, value]) => value === number);
  return (entry?.[0] ?? 'unspecified') as RevocationReason;
}
