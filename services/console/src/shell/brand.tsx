/** The letter with its name. */
export function Brand() {
  return (
    <span className="brand">
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
        <rect width="32" height="32" rx="7" className="brand-ground" />
        <path
          className="brand-line"
          d="M7 11.5A2.5 2.5 0 0 1 9.5 9h13a2.5 2.5 0 0 1 2.5 2.5v9a2.5 2.5 0 0 1-2.5 2.5h-13A2.5 2.5 0 0 1 7 20.5z"
        />
        <path className="brand-line" d="m8 11 8 6 8-6" />
      </svg>
      <span translate="no" lang="zh-CN">
        {'约信'}
      </span>
    </span>
  );
}
