const PLACEHOLDER = /\{\{\s*([a-zA-Z][a-zA-Z0-9]*)\s*\}\}/g;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(match => match[1]))];
}

export function render(
  text: string,
  variables: Record<string, string>,
  format: 'html' | 'text',
): string {
  return text.replace(PLACEHOLDER, (_match, name: string) => {
    const value = variables[name] ?? '';
    return format === 'html'
      ? value.replace(/[&<>"']/g, char => ESCAPES[char])
      : value;
  });
}
