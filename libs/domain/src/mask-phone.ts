/** A phone number for people's eyes: the last four digits and what is before the last eight (`+86138****5678`); of a short one the last two. */
export function maskPhone(phone: string): string {
  if (phone.length < 9) return `****${phone.slice(-2)}`;
  return `${phone.slice(0, -8)}****${phone.slice(-4)}`;
}
