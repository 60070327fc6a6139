import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** What people read (`en`, `zh`) and what WeChat was seen to write (`wire`): text that no rule depends on. */
const wordings = new Set(['en', 'zh', 'wire']);

const wording = {
  shouldIgnore({ node, parent }) {
    if (node.type !== 'StringLiteral' || parent?.type !== 'ObjectProperty') return undefined;
    const isWording = parent.value === node && wordings.has(parent.key.name);
    return isWording ? 'Wording of a data table.' : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'wording', wording)];
