import { Document, Scalar, visit } from 'yaml'
import { isSafe, safeDocument } from './safe-text.ts'

/** YAML in which unsafe characters are escaped: only strings in double quotes can contain escapes. */
export const yamlOf = (value: unknown): string => {
  const document = new Document(value)
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && !isSafe(node.value)) node.type = Scalar.QUOTE_DOUBLE
    },
  })
  return safeDocument(document.toString({ lineWidth: 0 }))
}
