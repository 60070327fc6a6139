const mainland = /^1\d{10}$/;
const twoDigitCodes = /^(20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** E.164, or null when it is no phone number. Eleven digits beginning with 1 are taken for mainland China. */
export function normalisePhone(text: string): string | null {
  const bare = text.replace(/[\s()-]/g, '');
  if (mainland.test(bare)) return `+86${bare}`;
  return /^\+[1-9]\d{6,14}$/.test(bare) ? bare : null;
}

/** An E.164 number as getuserphonenumber tells it (facts 1.4): foreign numbers carry the prefix, mainland ones do not. */
export function describePhone(phone: string): {
  phoneNumber: string;
  purePhoneNumber: string;
  countryCode: string;
} {
  const digits = phone.slice(1);
  const codeLength = /^[17]/.test(digits) ? 1 : twoDigitCodes.test(digits) ? 2 : 3;
  const countryCode = digits.slice(0, codeLength);
  const purePhoneNumber = digits.slice(codeLength);
  const phoneNumber = countryCode === '86' ? purePhoneNumber : phone;
  return { phoneNumber, purePhoneNumber, countryCode };
}
