import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  Audit,
  Evidence,
  Finding,
  FindingItem,
  Place,
  Standard,
} from '@readiness/plugin-readiness-common';
import { useT } from '../../hooks/useT';
import { isPast } from '../../lib/time';
import { CodeText } from '../CodeText';
import { FindingLife } from '../FindingLife';
import { RelativeTime } from '../RelativeTime';
import { SourcePlace } from '../SourcePlace';
import styles from './FindingDetails.module.css';

/** One place with what was seen there, who owns it and when it is due. */
export function EvidenceItem(props: {
  finding: Finding;
  evidence: Evidence | undefined;
  audit: Audit;
  standard: Standard | undefined;
  /** What people decided about it, once that is known. */
  item: FindingItem | undefined;
  onChanged: (item: FindingItem) => void;
}) {
  const { finding, evidence, audit, standard, item, onChanged } = props;
  const t = useT();
  return (
    <li className={styles.place}>
      <PlaceView
        place={evidence ?? { path: finding.path, line: finding.line }}
        audit={audit}
      />
      {evidence?.related && evidence.related.length > 0 && (
        <div className={styles.related}>
          {t('details.related')}
          {evidence.related.map((place, index) => (
            <PlaceView key={index} place={place} audit={audit} />
          ))}
        </div>
      )}
      <dl className={styles.facts}>
        <div className={styles.fact}>
          <dt>{t('details.owner')}</dt>
          <dd>
            {finding.owner ? (
              <EntityRefLink
                entityRef={finding.owner}
                defaultKind="group"
                hideIcon
              />
            ) : (
              t('header.nobody')
            )}
          </dd>
        </div>
        {finding.firstSeenAt && (
          <div className={styles.fact}>
            <dt>{t('details.firstSeen')}</dt>
            <dd>
              <RelativeTime iso={finding.firstSeenAt} />
            </dd>
          </div>
        )}
        {finding.dueAt && (
          <div className={styles.fact}>
            <dt>{t('details.dueDate')}</dt>
            <dd data-overdue={isPast(finding.dueAt)}>
              <RelativeTime iso={finding.dueAt} />
            </dd>
          </div>
        )}
      </dl>
      {item && (
        <FindingLife item={item} standard={standard} onChanged={onChanged} />
      )}
    </li>
  );
}

function PlaceView(props: { place: Place; audit: Audit }) {
  const { place, audit } = props;
  return (
    <>
      {place.path && (
        <SourcePlace
          source={audit.source}
          revision={audit.revision}
          path={place.path}
          line={place.line}
          endLine={place.endLine}
        />
      )}
      {place.note && (
        <span className={styles.note}>
          <CodeText text={place.note} />
        </span>
      )}
      {place.snippet && (
        // A snippet may be wider than its place: reachable by keyboard, so that it can be scrolled.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre className={styles.snippet} tabIndex={0}>
          <code>{place.snippet}</code>
        </pre>
      )}
    </>
  );
}
