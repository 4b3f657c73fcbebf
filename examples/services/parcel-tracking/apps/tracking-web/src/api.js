const base = import.meta.env.VITE_TRACKING_API;

export async function findParcel(number) {
  const response = await fetch(
    `${base}/api/v1/parcels/${encodeURIComponent(number)}`,
    {
      signal: AbortSignal.timeout(8000),
    },
  );
  if (response.status === 404) {
    return null;
  }
  if (!response.ok) {
    throw new Error(`tracking answered ${response.status}`);
  }
  return response.json();
}
