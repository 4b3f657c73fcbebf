import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { ReadinessApi } from '@readiness/plugin-readiness-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { readinessApiRef } from '../../api';
import { FakeReadinessApi, fixtureServices } from '../../testing';
import { ServicesPage } from './ServicesPage';

const services = fixtureServices(10);

function Search() {
  return <output>{useLocation().search}</output>;
}

function render(
  path = '/',
  changes: Partial<ReadinessApi> = {},
  fake = new FakeReadinessApi({ services }),
) {
  const api = Object.assign(fake, changes);
  const getServices = jest.spyOn(api, 'getServices');
  renderInTestApp(
    <>
      <ServicesPage />
      <Search />
    </>,
    {
      apis: [mockApis.identity(), [readinessApiRef, api]],
      initialRouteEntries: [path],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
  return {
    lastRequest: () => getServices.mock.lastCall?.[0],
    search: () =>
      new URLSearchParams(
        screen
          .getAllByRole('status')
          .find(({ tagName }) => tagName === 'OUTPUT')?.textContent ?? '',
      ),
  };
}

async function rows() {
  const [, ...body] = await screen.findAllByRole('row');
  return body;
}

async function firstService() {
  return screen.findByRole('link', { name: 'catalogue-frontend' });
}

// Rendering tables and menus is slow in jsdom, more so on a busy machine.
jest.setTimeout(30_000);

describe('ServicesPage', () => {
  it('shows a page of services with score, verdicts, findings and state', async () => {
    const { lastRequest } = render();
    expect(await firstService()).toHaveAttribute(
      'href',
      '/catalog/default/component/catalogue-frontend/readiness',
    );
    expect(lastRequest()).toEqual({
      limit: 50,
      cursor: undefined,
      orderBy: 'title',
      order: 'asc',
    });
    const [row] = await rows();
    expect(
      within(row).getByRole('img', { name: /^Pilot: (Go|Conditional|No-go)$/ }),
    ).toBeInTheDocument();
    expect(
      within(row).getByRole('img', { name: /^\d+ critical, \d+ high/ }),
    ).toBeInTheDocument();
    expect(
      within(row).getByText(/^(Audited|Queued|Running|Failed)$/),
    ).toBeInTheDocument();
    expect(screen.getByText('10 services')).toBeInTheDocument();
    expect(await rows()).toHaveLength(10);
  });

  it('sends what the URL says: filters, text, order and page size', async () => {
    const { lastRequest } = render(
      '/?owner=group:default/platform&owner=group:default/checkout&kind=component&lifecycle=production&level=pilot&text=api&orderBy=score&order=desc&pageSize=25',
    );
    await waitFor(() =>
      expect(lastRequest()).toEqual({
        owner: ['group:default/platform', 'group:default/checkout'],
        kind: ['component'],
        lifecycle: ['production'],
        level: ['pilot'],
        text: 'api',
        limit: 25,
        cursor: undefined,
        orderBy: 'score',
        order: 'desc',
      }),
    );
  });

  it('sorts on the server and keeps the order in the URL', async () => {
    const { lastRequest, search } = render();
    await firstService();
    await userEvent.click(screen.getByRole('columnheader', { name: /Score/ }));
    await waitFor(() =>
      expect(lastRequest()).toMatchObject({ orderBy: 'score', order: 'asc' }),
    );
    await userEvent.click(screen.getByRole('columnheader', { name: /Score/ }));
    await waitFor(() =>
      expect(lastRequest()).toMatchObject({ orderBy: 'score', order: 'desc' }),
    );
    expect(search().get('orderBy')).toBe('score');
    expect(search().get('order')).toBe('desc');
  });

  it('filters by a choice and clears all filters at once', async () => {
    const { lastRequest, search } = render();
    await firstService();
    await userEvent.click(screen.getByRole('button', { name: /Lifecycle/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'deprecated' }),
    );
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(lastRequest()).toMatchObject({ lifecycle: ['deprecated'] }),
    );
    expect(search().getAll('lifecycle')).toEqual(['deprecated']);

    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() => expect(lastRequest()).not.toHaveProperty('lifecycle'));
  });

  it('searches when the typing rests', async () => {
    const { lastRequest, search } = render();
    await firstService();
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search services' }),
      'ledger',
    );
    await waitFor(() =>
      expect(lastRequest()).toMatchObject({ text: 'ledger' }),
    );
    expect(search().get('text')).toBe('ledger');
    expect(await screen.findByText('1 service')).toBeInTheDocument();
  });

  it('shows the score of an area as a column that can be sorted', async () => {
    const { lastRequest } = render(
      '/?area=logging&orderBy=area:logging&order=asc',
    );
    await waitFor(() =>
      expect(lastRequest()).toMatchObject({
        area: 'logging',
        orderBy: 'area:logging',
        order: 'asc',
      }),
    );
    expect(
      await screen.findByRole('columnheader', { name: /Logging/ }),
    ).toHaveAttribute('aria-sort', 'ascending');
  });

  it('walks from page to page by cursor', async () => {
    const { lastRequest } = render(
      '/?pageSize=25',
      {},
      new FakeReadinessApi({ services: fixtureServices(28) }),
    );
    await firstService();
    await userEvent.click(
      screen.getByRole('button', { name: 'Next table page' }),
    );
    await waitFor(async () => expect(await rows()).toHaveLength(3));
    expect(lastRequest()).toMatchObject({ cursor: '25', limit: 25 });
    expect(
      screen.getByRole('button', { name: 'Next table page' }),
    ).toBeDisabled();
    await userEvent.click(
      screen.getByRole('button', { name: 'Previous table page' }),
    );
    await waitFor(async () => expect(await rows()).toHaveLength(25));
  });

  it('tells nothing found from nothing there', async () => {
    render('/?text=nowhere');
    expect(
      await screen.findByText('No service matches the filters.'),
    ).toBeInTheDocument();
  });

  it('tells when nothing is audited yet', async () => {
    render('/', {
      getServices: async () => ({ items: [], totalItems: 0, pageInfo: {} }),
    });
    expect(await screen.findByText(/Nothing is audited yet/)).toBeVisible();
  });

  it('explains an error and tries again', async () => {
    const fake = new FakeReadinessApi({ services });
    render('/', {
      getServices: jest
        .fn()
        .mockRejectedValueOnce(new Error('the database is away'))
        .mockImplementation(request => fake.getServices(request)),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the database is away',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await firstService();
  });
});
