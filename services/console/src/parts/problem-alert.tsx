import { ProblemError } from '@yuexin/client';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { isUnreachable } from '../api/create-query-client.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { sayFault } from './say-fault.ts';
import { titleOfProblem } from './title-of-problem.ts';

/** What the api refused, with everything that is wrong, and where it is explained. */
export function ProblemAlert({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (error instanceof ProblemError) return <Refusal error={error} />;
  return (
    <Alert
      type="error"
      showIcon
      className="problem"
      title={
        isUnreachable(error) || error instanceof TypeError
          ? t('problem.noAnswer')
          : t('problem.unknown')
      }
      description={error instanceof Error ? error.message : String(error)}
    />
  );
}

function Refusal({ error }: { error: ProblemError }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { problem } = error;
  return (
    <Alert
      type="error"
      showIcon
      className="problem"
      title={titleOfProblem(t, problem)}
      description={
        <>
          {problem.detail !== '' && <p>{problem.detail}</p>}
          {error.errors.length > 0 && (
            <ul>
              {error.errors.map((fault) => (
                <li key={`${fault.pointer} ${fault.rule}`}>
                  {fault.pointer !== '' && <code>{fault.pointer}</code>} {sayFault(fault, language)}
                </li>
              ))}
            </ul>
          )}
          <p className="quiet">
            <a href={problem.type} target="_blank" rel="noreferrer">
              {t('problem.explained')}
            </a>
            {problem.requestId !== '' && (
              <> · {t('problem.requestId', { id: problem.requestId })}</>
            )}
          </p>
        </>
      }
    />
  );
}
