import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const storedAt = 'yuexin.theme';
const darkQuery = '(prefers-color-scheme: dark)';

type ThemeHold = { choice: ThemeChoice; isDark: boolean; choose: (choice: ThemeChoice) => void };
const ThemeContext = createContext<ThemeHold | null>(null);

export function useTheme(): ThemeHold {
  const hold = useContext(ThemeContext);
  if (hold === null) throw new Error('useTheme belongs inside ThemeChoiceProvider.');
  return hold;
}

function readChoice(): ThemeChoice {
  const stored = localStorage.getItem(storedAt);
  return themeChoices.find((choice) => choice === stored) ?? 'system';
}

/** Light or dark, as the system has it or as somebody chose. */
export function ThemeChoiceProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState(readChoice);
  const [isSystemDark, setSystemDark] = useState(() => matchMedia(darkQuery).matches);
  useEffect(() => {
    const query = matchMedia(darkQuery);
    const listen = (): void => setSystemDark(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  const isDark = choice === 'system' ? isSystemDark : choice === 'dark';
  useEffect(() => {
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  }, [isDark]);
  const choose = (next: ThemeChoice): void => {
    localStorage.setItem(storedAt, next);
    setChoice(next);
  };
  return <ThemeContext value={{ choice, isDark, choose }}>{children}</ThemeContext>;
}
