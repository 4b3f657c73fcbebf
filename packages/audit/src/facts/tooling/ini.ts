/** A setting of an INI file, continued lines joined by line breaks. */
export interface IniSetting {
  value: string;
  line: number;
}

/** Sections of an INI file (`setup.cfg`, `mypy.ini`, `.flake8`) with their settings. */
export function parseIni(
  text: string,
): Map<string, { line: number; settings: Map<string, IniSetting> }> {
  const sections = new Map<
    string,
    { line: number; settings: Map<string, IniSetting> }
  >();
  let current: Map<string, IniSetting> | undefined;
  let last: IniSetting | undefined;
  text.split(/\r?\n/).forEach((raw, index) => {
    const content = raw.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) {
      return;
    }
    if (/^\[.*\]$/.test(content) && /^\[/.test(raw)) {
      const name = content.slice(1, -1).trim();
      current = sections.get(name)?.settings ?? new Map();
      sections.set(name, { line: index + 1, settings: current });
      last = undefined;
    } else if (/^\s/.test(raw) && last) {
      last.value = `${last.value}\n${content}`.trim();
    } else {
      const at = content.search(/[=:]/);
      if (at > 0 && current) {
        last = { value: content.slice(at + 1).trim(), line: index + 1 };
        current.set(content.slice(0, at).trim(), last);
      }
    }
  });
  return sections;
}

/** Items of a setting that is a list: by commas, blanks or lines. */
export function listOf(setting: IniSetting | undefined): string[] {
  return (setting?.value ?? '')
    .split('\n')
    .map(line => line.replace(/\s#.*$/, ''))
    .flatMap(line => line.split(/[\s,]+/))
    .filter(item => item !== '');
}

/** Truth of a setting. */
export function isOn(setting: IniSetting | undefined): boolean {
  return /^(?:true|yes|on|1)$/i.test(setting?.value ?? '');
}
