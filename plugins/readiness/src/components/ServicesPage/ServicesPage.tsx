import { Container } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { readinessApiRef } from '../../api';
import { useAsyncData } from '../../hooks/useAsyncData';
import { useDefaultStandard } from '../../hooks/useStandard';
import { useServicesQuery } from '../../hooks/useServicesQuery';
import { ServicesFilters } from '../ServicesFilters';
import { ServicesTable } from '../ServicesTable';
import styles from './ServicesPage.module.css';

/** All audited services with their scores; pages, order and filters are the server's. */
export function ServicesPage() {
  const api = useApi(readinessApiRef);
  const facets = useAsyncData('facets', signal =>
    api.getServiceFacets({ signal }),
  );
  const { standard } = useDefaultStandard();
  const query = useServicesQuery();
  return (
    <Container className={styles.page}>
      <ServicesFilters
        facets={facets.value}
        standard={standard}
        query={query}
      />
      <ServicesTable standard={standard} query={query} />
    </Container>
  );
}
