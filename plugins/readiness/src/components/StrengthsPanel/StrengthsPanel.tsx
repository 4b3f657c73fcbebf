import { Audit, Standard, Strength } from '@readiness/plugin-readiness-common';
import { RiFilterOffLine, RiShieldCheckLine } from '@remixicon/react';
import { useT } from '../../hooks/useT';
import { titleOf } from '../../lib/labels';
import { CodeText } from '../CodeText';
import { EmptyNote } from '../EmptyNote';
import { SourcePlace } from '../SourcePlace';
import styles from './StrengthsPanel.module.css';

/** Controls that are in place, each with where it is. */
export function StrengthsPanel(props: {
  audit: Audit;
  standard: Standard | undefined;
  area: string | undefined;
}) {
  const { audit, standard, area } = props;
  const t = useT();
  const shown = audit.strengths.filter(item => !area || item.area === area);
  if (shown.length === 0) {
    return (
      <EmptyNote icon={<RiFilterOffLine />}>
        {t(audit.strengths.length ? 'strengths.noMatch' : 'strengths.empty')}
      </EmptyNote>
    );
  }
  return (
    <div>
      {byArea(shown).map(([id, strengths]) => (
        <section key={id} className={styles.group}>
          <h3 className={styles.heading}>
            {titleOf(standard?.areas, id)}{' '}
            <span className={styles.count}>{strengths.length}</span>
          </h3>
          <ul className={styles.list}>
            {strengths.map((strength, index) => (
              <li key={index} className={styles.strength}>
                <RiShieldCheckLine aria-hidden="true" className={styles.icon} />
                <span className={styles.title}>
                  <CodeText text={strength.title} />
                </span>
                {strength.path && (
                  <SourcePlace
                    source={audit.source}
                    revision={audit.revision}
                    path={strength.path}
                    line={strength.line}
                  />
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function byArea(strengths: readonly Strength[]): [string, Strength[]][] {
  const groups = new Map<string, Strength[]>();
  for (const strength of strengths) {
    groups.set(strength.area, [...(groups.get(strength.area) ?? []), strength]);
  }
  return [...groups];
}
