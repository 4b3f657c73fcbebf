import {
  Attestation,
  AttestationRequest,
  Page,
  Waiver,
  WaiverReport,
  WaiverRequest,
  WaiversApi,
} from '@readiness/plugin-readiness-common';
import { FakeFindingsApi } from './FakeFindingsApi';
import { responseError } from './responseError';

const ME = 'user:default/guest';

/** Waivers and attestations without a backend. */
export class FakeWaiversApi extends FakeFindingsApi implements WaiversApi {
  private readonly waivers: Waiver[] = [];
  private readonly attestations: Attestation[] = [];

  async getWaivers(): Promise<Page<Waiver>> {
    return {
      items: this.waivers,
      totalItems: this.waivers.length,
      pageInfo: {},
    };
  }

  async getWaiver(id: string): Promise<Waiver> {
    const waiver = this.waivers.find(item => item.id === id);
    if (!waiver) {
      throw await responseError(404, 'No such waiver');
    }
    return waiver;
  }

  async createWaivers(request: WaiverRequest): Promise<WaiverReport> {
    if (request.kind === 'exemption') {
      throw await responseError(400, 'Not played by this fixture');
    }
    const waivers = await Promise.all(
      request.findings.map(async finding => {
        await this.waive(finding, request.kind, request.reason);
        const { entityRef, check, severity } = await this.getFinding(finding);
        const waiver: Waiver = {
          id: `w${this.waivers.length + 1}`,
          kind: request.kind,
          status: 'active',
          finding,
          entityRef,
          filter: null,
          check,
          severity,
          reason: request.reason,
          author: ME,
          createdAt: new Date().toISOString(),
          expiresAt: request.expiresAt ?? null,
          decidedBy: null,
          decidedAt: null,
          decision: null,
          endedBy: null,
          endedAt: null,
        };
        this.waivers.push(waiver);
        return waiver;
      }),
    );
    return { applied: true, waivers, refused: [] };
  }

  async decideWaiver(id: string): Promise<Waiver> {
    return this.getWaiver(id);
  }

  async withdrawWaiver(id: string): Promise<Waiver> {
    return this.getWaiver(id);
  }

  async getAttestations(): Promise<Attestation[]> {
    return this.attestations;
  }

  async attest(
    entityRef: Parameters<WaiversApi['attest']>[0],
    request: AttestationRequest,
  ): Promise<Attestation> {
    const attestation: Attestation = {
      id: `t${this.attestations.length + 1}`,
      entityRef: String(entityRef),
      check: request.check,
      status: 'valid',
      evidence: request.evidence,
      link: request.link ?? null,
      performedAt: request.performedAt,
      expiresAt: request.expiresAt ?? '2027-05-01T00:00:00.000Z',
      author: ME,
      createdAt: new Date().toISOString(),
      endedAt: null,
      endedBy: null,
      endReason: null,
    };
    this.attestations.unshift(attestation);
    return attestation;
  }

  async withdrawAttestation(id: string): Promise<Attestation> {
    return this.attestations.find(item => item.id === id)!;
  }
}
