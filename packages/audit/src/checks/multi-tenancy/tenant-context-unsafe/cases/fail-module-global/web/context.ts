let currentTenant: string | undefined;

export function setTenant(id: string) {
  currentTenant = id;
}

export const getTenant = () => currentTenant;
