/** Text in Markdown that is only text, whatever is in it. */

/** Without a link, picture, tag, code, emphasis, column or line of its own. */
export function markdownText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~]/g, '\\$&')
    .replaceAll(/\s*\r?\n\s*/g, ' ')
    .replace(/^(\s*)([#>+-])/, '$1\\$2');
}

/** The text that `markdownText` has written. */
export function textOfMarkdown(markdown: string): string {
  return markdown
    .replaceAll(/\\([\\`*_[\]|~#>+-])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}

/** In code, where nothing is obeyed but the end of it. */
export function markdownCode(text: string): string {
  return `\`${text
    .replaceAll(/\s*\r?\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .replaceAll('`', "'")}\``;
}
