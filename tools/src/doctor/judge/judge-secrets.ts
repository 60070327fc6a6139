import type { SecretsFacts } from '@yuexin/storage';
import { failed, ok, warning, type Finding } from '../finding.ts';

const check = 'MASTER_KEY';

/** Whether the keys open what is stored. */
export function judgeSecrets({ opened, underOlderKey, failures }: SecretsFacts): Finding[] {
  const wrong = failures.map(({ why, count }) =>
    failed(
      check,
      `${count} stored secret${count === 1 ? ' does' : 's do'} not open. ${why}`,
      'Give MASTER_KEY the key that this database was written with (behind the newest, by a comma).',
    ),
  );
  if (wrong.length > 0) return wrong;
  if (opened === 0) return [ok(check, 'Nothing is stored yet that it could open.')];
  if (underOlderKey === 0) return [ok(check, `It opened ${opened} stored secrets.`)];
  return [
    warning(
      check,
      `It opened ${opened} stored secrets, ${underOlderKey} of them under an older key.`,
      'When every process has the new list: `npm run rotate-master-key`.',
    ),
  ];
}
