import { Card, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { Audit, AuditState } from '@readiness/plugin-readiness-common';
import { ReactNode, useCallback, useState } from 'react';
import { useStandard } from '../../hooks/useStandard';
import { TabView, useTabQuery } from '../../hooks/useTabQuery';
import { useT } from '../../hooks/useT';
import { AreaScorecard } from '../AreaScorecard';
import { AreaFilter } from '../FindingsFilters';
import { FindingsPanel } from '../FindingsPanel';
import { ExportMenu } from '../ExportMenu';
import { ReadinessHeader } from '../ReadinessHeader';
import { RoadmapPanel } from '../RoadmapPanel';
import { ScoreExplanation } from '../ScoreExplanation';
import { SkippedFiles } from '../SkippedFiles';
import { StagePlanPanel } from '../StagePlanPanel';
import { StateBanner } from '../StateBanner';
import { StrengthsPanel } from '../StrengthsPanel';
import styles from './EntityReadinessContent.module.css';

/** An audit on the screen: header, areas, and beside them findings, strengths and roadmap. */
export function AuditView(props: {
  audit: Audit;
  state: AuditState;
  owner: string | null;
  refreshError: Error | undefined;
  action: ReactNode;
  /** Asks how the audit stands: a decision makes one follow. */
  onRefresh: () => void;
}) {
  const { audit, state, owner, refreshError, action, onRefresh } = props;
  const t = useT();
  const loaded = useStandard(audit.standard.id);
  const { query, change } = useTabQuery();
  const [explained, setExplained] = useState<string>();
  const showCheck = useCallback(
    (check: string) =>
      change({
        view: 'findings',
        area: undefined,
        severities: [],
        text: '',
        check,
      }),
    [change],
  );
  const done = sum(audit.roadmap.map(phase => phase.done));
  const total = sum(audit.roadmap.map(phase => phase.total));
  const area = audit.areas.find(({ id }) => id === query.area);

  return (
    <>
      <StateBanner state={state} audit={audit} refreshError={refreshError} />
      <ReadinessHeader
        audit={audit}
        state={state}
        standard={loaded.standard}
        owner={owner}
        action={
          <>
            {action}
            <ExportMenu audit={audit} standard={loaded.standard} />
          </>
        }
        onShowCheck={showCheck}
      />
      <div className={styles.columns}>
        <AreaScorecard
          areas={audit.areas}
          selected={query.area}
          onSelect={id => change({ area: id })}
          onExplain={setExplained}
        />
        <Card className={styles.results}>
          <Tabs
            selectedKey={query.view}
            onSelectionChange={view => change({ view: view as TabView })}
          >
            <TabList aria-label={t('views.label')} className={styles.tabs}>
              <Tab id="findings">
                {t('views.findings')}{' '}
                <Count text={String(audit.findings.length)} />
              </Tab>
              <Tab id="strengths">
                {t('views.strengths')}{' '}
                <Count text={String(audit.strengths.length)} />
              </Tab>
              <Tab id="roadmap">
                {t('views.roadmap')} <Count text={`${done}/${total}`} />
              </Tab>
            </TabList>
            {area && query.view !== 'roadmap' && (
              <AreaFilter
                areaTitle={area.title}
                onClear={() => change({ area: undefined })}
              />
            )}
            <TabPanel id="findings" className={styles.panel}>
              <FindingsPanel
                audit={audit}
                loaded={loaded}
                query={query}
                onChange={change}
              />
            </TabPanel>
            <TabPanel id="strengths" className={styles.panel}>
              <StrengthsPanel
                audit={audit}
                standard={loaded.standard}
                area={query.area}
              />
            </TabPanel>
            <TabPanel id="roadmap" className={styles.panel}>
              {loaded.standard && (
                <StagePlanPanel
                  audit={audit}
                  standard={loaded.standard}
                  onShowCheck={showCheck}
                />
              )}
              <RoadmapPanel
                audit={audit}
                checks={loaded.checks}
                onShowCheck={showCheck}
                onAttested={onRefresh}
              />
            </TabPanel>
          </Tabs>
        </Card>
      </div>
      <SkippedFiles skipped={audit.skipped} />
      {loaded.standard && (
        <ScoreExplanation
          audit={audit}
          standard={loaded.standard}
          checks={loaded.checks}
          area={explained}
          onShowCheck={check => {
            setExplained(undefined);
            showCheck(check);
          }}
          onClose={() => setExplained(undefined)}
        />
      )}
    </>
  );
}

function Count(props: { text: string }) {
  return <span className={styles.count}>{props.text}</span>;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
