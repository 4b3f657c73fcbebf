import { MarkdownContent } from '@backstage/core-components';
import { Button } from '@backstage/ui';
import {
  Audit,
  CheckDefinition,
  Standard,
} from '@readiness/plugin-readiness-common';
import { ReactNode, useMemo, useState } from 'react';
import { useFindingsOfCheck } from '../../hooks/useFindingsOfCheck';
import { useT } from '../../hooks/useT';
import { evidenceOf, FindingRow } from '../../lib/findingRows';
import { titleOf } from '../../lib/labels';
import { httpLink } from '../../lib/sourceLink';
import { CodeText } from '../CodeText';
import { RequestError } from '../RequestError';
import { EvidenceItem } from './EvidenceItem';
import styles from './FindingDetails.module.css';

const PLACES_AT_ONCE = 10;

/** Everything about the findings of a check: what was seen where, and all of the check's texts. */
export function FindingDetails(props: {
  row: FindingRow;
  audit: Audit;
  standard: Standard | undefined;
}) {
  const { row, audit, standard } = props;
  const t = useT();
  const { result, definition } = row;
  return (
    <div className={styles.details}>
      {result && (
        <p className={styles.summary}>
          <CodeText text={result.summary} />
        </p>
      )}
      <EvidenceList row={row} audit={audit} standard={standard} />
      {result && result.lookedFor.length > 0 && (
        <Section title={t('details.lookedFor')}>
          <ul className={styles.lookedFor}>
            {result.lookedFor.map(item => (
              <li key={item}>
                <code>{item}</code>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {definition ? (
        <CheckTexts definition={definition} />
      ) : (
        standard && <p className={styles.summary}>{t('details.noTexts')}</p>
      )}
      <dl className={styles.facts}>
        <Fact term={t('details.check')}>
          <code>{row.check}</code>
        </Fact>
        <Fact term={t('details.confidence')}>
          {t(`confidence.${row.findings[0].confidence}`)}
        </Fact>
        {definition && (
          <>
            <Fact term={t('details.effort')}>
              {t(`effort.${definition.effort}`)}
            </Fact>
            <Fact term={t('details.phase')}>
              {titleOf(standard?.phases, definition.phase)}
            </Fact>
          </>
        )}
      </dl>
    </div>
  );
}

function EvidenceList(props: {
  row: FindingRow;
  audit: Audit;
  standard: Standard | undefined;
}) {
  const { row, audit, standard } = props;
  const t = useT();
  const evidence = useMemo(() => evidenceOf(row), [row]);
  const life = useFindingsOfCheck(audit.entity, row.check);
  const [limit, setLimit] = useState(PLACES_AT_ONCE);
  const hidden = row.findings.length - limit;
  return (
    <Section title={t('details.evidence')}>
      <ul className={styles.evidence}>
        {row.findings.slice(0, limit).map(finding => (
          <EvidenceItem
            key={finding.fingerprint}
            finding={finding}
            evidence={evidence.get(finding.fingerprint)}
            audit={audit}
            standard={standard}
            item={life.byFingerprint.get(finding.fingerprint)}
            onChanged={life.replace}
          />
        ))}
      </ul>
      {life.error && (
        <RequestError
          title={t('error.findingsTitle')}
          error={life.error}
          onRetry={life.reload}
        />
      )}
      {hidden > 0 && (
        <Button
          size="small"
          variant="tertiary"
          onPress={() => setLimit(limit + 50)}
        >
          {t('findings.moreShown', { count: hidden })}
        </Button>
      )}
    </Section>
  );
}

function CheckTexts(props: { definition: CheckDefinition }) {
  const { definition } = props;
  const t = useT();
  const guardrails = (
    ['linter', 'tests', 'ci', 'architecture'] as const
  ).flatMap(kind =>
    definition.guardrail[kind]
      ? [{ kind, tool: definition.guardrail[kind] }]
      : [],
  );
  return (
    <>
      <div className={styles.texts}>
        <Section row title={t('details.failureMode')}>
          <p>
            <CodeText text={definition.failureMode} />
          </p>
        </Section>
        <Section row title={t('details.manifestation')}>
          <p>
            <CodeText text={definition.manifestation} />
          </p>
        </Section>
        <Section row title={t('details.impact')}>
          <p>
            <CodeText text={definition.impact} />
          </p>
        </Section>
      </div>
      <Section title={t('details.remediation')}>
        {/* CommonMark without raw HTML: what looks like HTML stays text. */}
        <MarkdownContent
          className={styles.markdown}
          content={definition.remediation}
          dialect="common-mark"
          linkTarget="_blank"
          transformImageUri={() => ''}
        />
      </Section>
      {guardrails.length > 0 && (
        <Section row title={t('details.guardrail')}>
          <dl className={styles.guardrails}>
            {guardrails.map(({ kind, tool }) => (
              <Fact key={kind} term={t(`details.guardrail.${kind}`)}>
                <CodeText text={tool} />
              </Fact>
            ))}
          </dl>
        </Section>
      )}
      {definition.references.length > 0 && (
        <Section row title={t('details.references')}>
          <ul className={styles.references}>
            {definition.references.map(({ title, url }) => (
              <li key={url}>
                <Reference title={title} url={url} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Reference(props: { title: string; url: string }) {
  const { title, url } = props;
  const t = useT();
  const href = httpLink(url);
  return href ? (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={`${title} (${t('common.opensInNewTab')})`}
    >
      {title}
    </a>
  ) : (
    <>{title}</>
  );
}

/** A heading with what belongs to it, below it or, as a `row`, beside it. */
function Section(props: { title: string; row?: boolean; children: ReactNode }) {
  return (
    <section className={styles.section} data-row={props.row}>
      <h5 className={styles.heading}>{props.title}</h5>
      {props.children}
    </section>
  );
}

function Fact(props: { term: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
