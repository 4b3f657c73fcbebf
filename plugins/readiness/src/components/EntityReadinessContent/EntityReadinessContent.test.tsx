import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { ReadinessApi, WaiversApi } from '@readiness/plugin-readiness-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { readinessApiRef } from '../../api';
import {
  FakeReadinessApi,
  fixtureAudit,
  fixtureReadiness,
  fixtureState,
  responseError,
} from '../../testing';
import { EntityReadinessContent } from './EntityReadinessContent';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'payments', namespace: 'default' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/payments-team' }],
};

function render(api: Partial<ReadinessApi & WaiversApi>, path = '/') {
  return renderInTestApp(
    <EntityProvider entity={entity}>
      <EntityReadinessContent />
    </EntityProvider>,
    {
      apis: [
        mockApis.identity(),
        [readinessApiRef, Object.assign(new FakeReadinessApi(), api)],
      ],
      initialRouteEntries: [path],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

function answering(
  ...args: Parameters<typeof fixtureReadiness>
): Partial<ReadinessApi> {
  return { getEntityReadiness: async () => fixtureReadiness(...args) };
}

async function tab() {
  return screen.findByText('Areas');
}

function finding(name: RegExp) {
  return screen.getByRole('button', { name });
}

// Rendering tables and menus is slow in jsdom, more so on a busy machine.
jest.setTimeout(30_000);

describe('EntityReadinessContent', () => {
  describe('with an audit', () => {
    it('shows score, level and verdicts, with the reasons one click away', async () => {
      render(answering());
      await tab();

      const score = screen.getByRole('region', { name: 'Overall score' });
      expect(score).toHaveTextContent('5.0 of 10');
      expect(score).toHaveTextContent('Target8.6');
      expect(score).toHaveTextContent('Gap3.6');
      expect(await screen.findByText('Prototype')).toBeInTheDocument();
      expect(
        screen.getByRole('img', { name: 'level 1 of 4' }),
      ).toBeInTheDocument();
      expect(screen.getByText('8f3c2a1d9b')).toBeInTheDocument();
      expect(screen.getByText('3 hours ago')).toBeInTheDocument();

      await userEvent.click(finding(/^Pilot: No-go/));
      const reasons = await screen.findByRole('dialog', {
        name: 'Pilot: No-go',
      });
      expect(
        within(reasons).getByText(/Stands in the way/),
      ).toBeInTheDocument();
      await userEvent.click(
        within(reasons).getByRole('button', {
          name: /Any origin may call with credentials/,
        }),
      );
      // The reason leads to the finding, opened.
      expect(
        await screen.findByText(/reflects every origin and allows/),
      ).toBeInTheDocument();
    });

    it('shows each area with current, target, gap and passed checks, and the unscored apart', async () => {
      render(answering());
      await tab();
      const row = screen.getByRole('row', { name: /^CORS & Headers/ });
      expect(
        within(row)
          .getAllByRole('cell')
          .map(cell => cell.textContent),
      ).toEqual(['1.4', '9', '7.6', '0/2']);

      expect(screen.queryByText('Data Layer')).not.toBeInTheDocument();
      await userEvent.click(finding(/^2 areas have not enough evidence/));
      expect(screen.getByText('Data Layer')).toBeInTheDocument();
      await userEvent.click(finding(/^4 areas do not apply/));
      expect(screen.getByText('Accessibility')).toBeInTheDocument();
    });

    it('filters the findings by a click on an area, and back', async () => {
      render(answering());
      await tab();
      await userEvent.click(screen.getByRole('button', { name: 'Logging' }));
      expect(screen.getByText('24 of 38 findings')).toBeInTheDocument();
      expect(
        screen.queryByRole('button', { name: /The container runs as root/ }),
      ).not.toBeInTheDocument();
      expect(
        screen.getByRole('button', { name: 'Logging', pressed: true }),
      ).toBeInTheDocument();

      await userEvent.click(
        screen.getByRole('button', { name: 'Show all areas' }),
      );
      expect(finding(/The container runs as root/)).toBeInTheDocument();
    });

    it('filters the findings by text and by what the URL says', async () => {
      render(answering(), '/?severity=medium&severity=critical');
      await tab();
      expect(screen.getByText('6 of 38 findings')).toBeInTheDocument();
      await userEvent.type(
        screen.getByRole('searchbox', { name: 'Search findings' }),
        'dockerfile',
      );
      expect(await screen.findByText('1 of 38 findings')).toBeInTheDocument();
      await userEvent.type(
        screen.getByRole('searchbox', { name: 'Search findings' }),
        ' nowhere',
      );
      await userEvent.click(finding(/^Clear filters$/));
      expect(screen.queryByText(/of 38 findings/)).not.toBeInTheDocument();
    });

    it('shows everything about an opened finding, all of it as text', async () => {
      const { container } = render(answering());
      await tab();
      await userEvent.click(finding(/A secret has a default value/));
      const details = screen.getByRole('region', {
        name: /A secret has a default value/,
      });
      expect(
        await within(details).findByText(/falls back to a literal when/),
      ).toBeInTheDocument();
      expect(details).toHaveTextContent('src/api/settings.py:31');
      expect(details).toHaveTextContent('SECRET_KEY = os.getenv');
      expect(details).toHaveTextContent('Anyone who has read the repository');
      expect(details).toHaveTextContent('ruff S105');
      expect(
        within(details).getByRole('link', { name: /CWE-798/ }),
      ).toHaveAttribute('href', expect.stringMatching(/^https:/));
      expect(
        within(details).getByRole('button', {
          name: 'Copy src/api/settings.py:31',
        }),
      ).toBeInTheDocument();
      expect(details).toHaveTextContent('<script>alert("text, not HTML")');

      await userEvent.click(finding(/Security headers are not set/));
      expect(
        screen.getByText(/<img src=x onerror=alert\(1\)>/),
      ).toBeInTheDocument();
      expect(container.querySelector('main img, pre img, script')).toBeNull();
    });

    it('says what was looked for where something is absent', async () => {
      render(answering(), '/?check=no-application-metrics');
      await tab();
      expect(
        await screen.findByText('prometheus-fastapi-instrumentator'),
      ).toBeInTheDocument();
    });

    it('links to the line at the audited revision when the source has an address', async () => {
      const audit = fixtureAudit({
        source: 'https://github.com/acme/payments/tree/main/',
      });
      render(answering({}, audit), '/?check=default-secret-in-code');
      await tab();
      expect(
        await screen.findByRole('link', { name: /src\/api\/settings.py:31/ }),
      ).toHaveAttribute(
        'href',
        'https://github.com/acme/payments/blob/8f3c2a1d9b7e6f5041c2d3e4f5a6b7c8d9e0f1a2/src/api/settings.py#L31',
      );
    });

    it('shows strengths, the roadmap and the files that were not judged', async () => {
      render(answering());
      await tab();
      await userEvent.click(screen.getByRole('tab', { name: /^Strengths 9/ }));
      expect(
        await screen.findByText('Calls to the bank time out after 5 s'),
      ).toBeInTheDocument();

      await userEvent.click(
        screen.getByRole('tab', { name: /^Roadmap 8\/37/ }),
      );
      await userEvent.click(
        await screen.findByRole('button', {
          name: /Security Critical.*3 of 9 done/,
        }),
      );
      expect(screen.getAllByText('Needs attestation')).not.toHaveLength(0);

      await userEvent.click(finding(/^2 files were not judged/));
      expect(screen.getByText('too large: 48 MB')).toBeInTheDocument();
    });

    it('tells why an area has its score, and what raises it most', async () => {
      render(answering());
      await tab();
      await userEvent.click(
        await screen.findByRole('button', {
          name: '1.4: why CORS & Headers has this score',
        }),
      );
      const dialog = await screen.findByRole('dialog', {
        name: 'Why this score: CORS & Headers',
      });
      expect(dialog).toHaveTextContent(
        /10 × [\d.]+ earned ÷ [\d.]+ possible = [\d.]+\..*Score: 1\.4 of 10\./,
      );
      expect(
        within(dialog).getByRole('row', {
          name: /Any origin may call with credentials.*Fails: worst open finding is critical/,
        }),
      ).toBeInTheDocument();

      await userEvent.click(
        within(dialog).getByRole('button', {
          name: 'Security headers are not set',
        }),
      );
      // The repair leads to the finding, and the dialog makes room for it.
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
      expect(
        screen.getByRole('button', {
          name: /Security headers are not set/,
          expanded: true,
        }),
      ).toBeInTheDocument();
    });

    it('shows the short way to the next stage, with what it would give', async () => {
      render(answering(), '/?view=roadmap');
      await tab();
      const plan = await screen.findByRole('region', {
        name: 'The short way to Pilot',
      });
      expect(plan).toHaveTextContent(
        /repairs: score \d\.\d instead of 5\.0, level \w+, verdict (?:Conditional|Go)\./,
      );
      await userEvent.click(
        within(plan).getByRole('button', {
          name: 'Any origin may call with credentials',
        }),
      );
      expect(
        await screen.findByText(/reflects every origin and allows/),
      ).toBeInTheDocument();
    });

    it('takes an attestation with evidence, and asks how the audit stands then', async () => {
      const attest = jest.fn(new FakeReadinessApi().attest);
      const getEntityReadiness = jest.fn(async () => fixtureReadiness());
      render({ getEntityReadiness, attest }, '/?view=roadmap');
      await tab();
      await userEvent.click(
        await screen.findByRole('button', {
          name: /Security Critical.*of 9 done/,
        }),
      );
      await userEvent.click(
        screen.getAllByRole('button', { name: /^Attest: / })[0],
      );
      const dialog = await screen.findByRole('dialog', { name: /^Attest: / });
      const submit = within(dialog).getByRole('button', { name: 'Attest' });
      await userEvent.click(submit);
      expect(within(dialog).getByRole('alert')).toHaveTextContent(
        'Write what was done and seen.',
      );
      await userEvent.type(
        within(dialog).getByRole('textbox', { name: /What was done/ }),
        'Looked at by two of us',
      );
      const before = getEntityReadiness.mock.calls.length;
      await userEvent.click(submit);
      await waitFor(() =>
        expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
      );
      expect(attest).toHaveBeenCalledWith(
        'component:default/payments',
        {
          check: expect.any(String),
          evidence: 'Looked at by two of us',
          performedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        },
        { idempotencyKey: expect.any(String) },
      );
      expect(getEntityReadiness.mock.calls.length).toBeGreaterThan(before);
    });

    it.each([
      ['Report (Markdown)', /\.md$/, /^# .*payments/],
      ['Audit (JSON)', /\.json$/, /"schemaVersion": 1/],
      ['Findings (SARIF)', /\.sarif$/, /"version": "2\.1\.0"/],
    ])('exports: %s', async (item, name, content) => {
      const blobs: Blob[] = [];
      const names: string[] = [];
      // The browser's part, which jsdom does not have.
      Object.assign(URL, {
        createObjectURL: (blob: Blob) => `blob:${blobs.push(blob)}`,
        revokeObjectURL: () => {},
      });
      jest
        .spyOn(HTMLAnchorElement.prototype, 'click')
        .mockImplementation(function click(this: HTMLAnchorElement) {
          names.push(this.download);
        });
      render(answering());
      await tab();
      const button = await screen.findByRole('button', { name: 'Export' });
      await waitFor(() => expect(button).toBeEnabled());
      await userEvent.click(button);
      await userEvent.click(
        await screen.findByRole('menuitem', { name: item }),
      );
      expect(names).toEqual([expect.stringMatching(name)]);
      expect(await blobs[0].text()).toMatch(content);
    });

    it('says so when there is nothing to do', async () => {
      render(answering({}, fixtureAudit({ clean: true })));
      await tab();
      expect(screen.getByText(/No open findings/)).toBeInTheDocument();
    });

    it('shows the result also when the texts of the checks cannot be loaded', async () => {
      render({
        ...answering(),
        getStandard: () => Promise.reject(new Error('no standard today')),
      });
      await tab();
      expect(await screen.findByText('no standard today')).toBeInTheDocument();
      expect(finding(/A secret has a default value/)).toBeInTheDocument();
    });
  });

  describe('states', () => {
    it('shows an outline while it loads', async () => {
      render({ getEntityReadiness: () => new Promise(() => {}) });
      expect(await screen.findByText('Loading…')).toBeInTheDocument();
    });

    it('tells the position in the queue while there is no audit', async () => {
      render(answering({ status: 'queued', position: 7 }, null));
      expect(
        await screen.findByRole('heading', { name: 'Not audited yet' }),
      ).toBeInTheDocument();
      expect(screen.getByText('Queued: position 7.')).toBeInTheDocument();
      // Who waits may ask to come first.
      expect(screen.getByRole('button', { name: 'Audit now' })).toBeEnabled();
    });

    it('tells that the first audit is running', async () => {
      render(answering({ status: 'running' }, null));
      expect(
        await screen.findByText('The first audit is running.'),
      ).toBeInTheDocument();
      expect(screen.getByRole('button', { name: 'Audit now' })).toBeDisabled();
    });

    const error = {
      message: 'The folder is outside of the allowed roots',
      at: new Date(Date.now() - 5 * 60_000).toISOString(),
      attempts: 2,
    };

    it('tells why the first audit failed and when it is tried again', async () => {
      render(answering({ status: 'failed', error }, null));
      expect(
        await screen.findByText('This entity could not be audited'),
      ).toBeInTheDocument();
      expect(screen.getByText(error.message)).toBeInTheDocument();
      expect(
        screen.getByText(/Failed 2 times in a row, last 5 minutes ago/),
      ).toHaveTextContent(/Next try in 2\d hours/);
      expect(screen.getByRole('button', { name: 'Audit now' })).toBeEnabled();
    });

    it('keeps the last good result when an audit failed', async () => {
      render(answering({ status: 'failed', error }));
      await tab();
      expect(screen.getByText('The last audit failed')).toBeInTheDocument();
      expect(
        screen.getByText(/The folder is outside of the allowed roots\. Below/),
      ).toBeInTheDocument();
    });

    it('warns when the result is old', async () => {
      render(answering({ stale: true }));
      await tab();
      expect(
        screen.getByText('This result is out of date'),
      ).toBeInTheDocument();
    });

    it.each([
      [403, 'You may not see the readiness of this entity'],
      [404, 'Nothing is known about this entity yet'],
      [500, 'The readiness of this entity could not be loaded'],
    ])('explains an answer of %s and tries again', async (status, title) => {
      const getEntityReadiness = jest
        .fn()
        .mockRejectedValueOnce(await responseError(status, 'went wrong'))
        .mockResolvedValue(fixtureReadiness());
      render({ getEntityReadiness });
      expect(await screen.findByRole('alert')).toHaveTextContent(title);
      await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
      await tab();
    });
  });

  describe('an audit under way', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => {
      jest.useRealTimers();
      hide(false);
    });

    const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });

    async function pass(milliseconds: number) {
      await act(async () => {
        await jest.advanceTimersByTimeAsync(milliseconds);
      });
    }

    it('follows it from the queue to the end, and then stops asking', async () => {
      const getEntityReadiness = jest
        .fn()
        .mockResolvedValueOnce(fixtureReadiness())
        .mockResolvedValueOnce(
          fixtureReadiness({ status: 'queued', position: 1 }),
        )
        .mockResolvedValueOnce(fixtureReadiness({ status: 'running' }))
        .mockResolvedValue(fixtureReadiness());
      const requestAudit = jest
        .fn()
        .mockResolvedValue(fixtureState({ status: 'queued', position: 1 }));
      render({ getEntityReadiness, requestAudit });
      await tab();

      await user.click(screen.getByRole('button', { name: 'Audit now' }));
      expect(requestAudit).toHaveBeenCalledWith('component:default/payments');
      expect(
        await screen.findByText('Queued: next in line'),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('progressbar', { name: 'Progress of the audit' }),
      ).toBeInTheDocument();
      expect(screen.getByRole('button', { name: 'Audit now' })).toBeDisabled();

      await pass(2_000);
      expect(screen.getByText('Audit is running…')).toBeInTheDocument();
      await pass(2_000);
      expect(screen.getByText('Audit finished')).toBeInTheDocument();
      expect(screen.getByRole('button', { name: 'Audit now' })).toBeEnabled();

      const calls = getEntityReadiness.mock.calls.length;
      await pass(60_000);
      expect(getEntityReadiness).toHaveBeenCalledTimes(calls);
    });

    it('does not ask while nobody looks, and at once when somebody does again', async () => {
      const getEntityReadiness = jest
        .fn()
        .mockResolvedValue(fixtureReadiness({ status: 'running' }));
      render({ getEntityReadiness });
      await tab();
      hide(true);
      const calls = getEntityReadiness.mock.calls.length;
      await pass(60_000);
      expect(getEntityReadiness).toHaveBeenCalledTimes(calls);
      hide(false);
      await pass(0);
      expect(getEntityReadiness).toHaveBeenCalledTimes(calls + 1);
    });

    it('keeps the result and keeps trying when a refresh fails', async () => {
      const getEntityReadiness = jest
        .fn()
        .mockResolvedValueOnce(fixtureReadiness({ status: 'running' }))
        .mockRejectedValueOnce(new Error('network is down'))
        .mockResolvedValue(fixtureReadiness());
      render({ getEntityReadiness });
      await tab();
      await pass(2_000);
      expect(screen.getByText(/network is down/)).toBeInTheDocument();
      await tab();
      await pass(4_000);
      expect(screen.queryByText(/network is down/)).not.toBeInTheDocument();
    });

    it('says so when the audit may not be requested', async () => {
      render({
        ...answering(),
        requestAudit: jest
          .fn()
          .mockRejectedValue(await responseError(403, 'Forbidden')),
      });
      await tab();
      await user.click(screen.getByRole('button', { name: 'Audit now' }));
      await waitFor(() =>
        expect(screen.getByRole('alert')).toHaveTextContent(
          'You may not request an audit of this entity.',
        ),
      );
    });
  });
});

function hide(hidden: boolean) {
  Object.defineProperty(document, 'hidden', {
    configurable: true,
    value: hidden,
  });
  document.dispatchEvent(new Event('visibilitychange'));
}
