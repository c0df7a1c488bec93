/** An ESLint rule: which folder may import what, by a table of borders given as its option. */
import { posix } from 'node:path';

/**
 * One border: files whose path (from the project's folder) fits `in` may not import what fits `forbids`, which is a path
 * from the project's folder too, or a package's name as written. `types: true` lets `import type` through.
 * @typedef {{ in: RegExp, forbids: RegExp, types?: true, why: string }} Border
 */

/** @param {readonly Border[]} borders */
export function borderRule(borders) {
  return {
    meta: {
      type: 'problem',
      schema: [],
      messages: { crossed: '"{{target}}" may not be imported here: {{why}}' },
    },
    create(context) {
      const file = posix.relative(toPosix(context.cwd), toPosix(context.filename));
      const here = borders.filter((border) => border.in.test(file));
      if (here.length === 0) return {};

      const check = (node, source, isType) => {
        const target = source.startsWith('.') ? posix.join(posix.dirname(file), source) : source;
        const crossed = here.find((border) => border.forbids.test(target) && !(border.types && isType));
        if (crossed) context.report({ node, messageId: 'crossed', data: { target, why: crossed.why } });
      };
      const checkDeclaration = (node) => {
        if (typeof node.source?.value !== 'string') return;
        // `import { type X }` does not count: under verbatimModuleSyntax the module is still loaded.
        const isType = node.importKind === 'type' || node.exportKind === 'type';
        check(node, node.source.value, isType);
      };
      return {
        ImportDeclaration: checkDeclaration,
        ExportNamedDeclaration: checkDeclaration,
        ExportAllDeclaration: checkDeclaration,
        ImportExpression: checkDeclaration,
      };
    },
  };
}

function toPosix(path) {
  return path.replaceAll('\\', '/');
}
