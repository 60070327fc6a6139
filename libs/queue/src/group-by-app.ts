/** What concerns apps, by the app it concerns, each in the order given. */
export function groupByApp<Item extends { appId: string }>(
  items: readonly Item[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(item.appId);
    if (group === undefined) groups.set(item.appId, [item]);
    else group.push(item);
  }
  return groups;
}
