import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";
import type { StarbaseState } from "./state";

/** Where the OpenID provider keeps its sessions, codes, tokens and grants. */
export function adapterOver(state: StarbaseState, nowSeconds: () => number): AdapterFactory {
  return (model): Adapter => {
    const keyOf = (id: string) => `${model}:${id}`;
    const ofModel = (wanted: (payload: AdapterPayload) => boolean) =>
      state.select(({ key, payload }) => key.startsWith(`${model}:`) && wanted(payload));
    return {
      upsert: async (id, payload, expiresIn) => state.put(keyOf(id), payload, expiresIn),
      find: async (id) => state.find(keyOf(id)),
      findByUid: async (uid) => ofModel((payload) => payload.uid === uid)[0]?.payload,
      findByUserCode: async (userCode) => ofModel((payload) => payload.userCode === userCode)[0]?.payload,
      consume: async (id) => {
        const payload = state.find(keyOf(id));
        if (!payload) return;
        const remaining = payload.exp === undefined ? undefined : payload.exp - nowSeconds();
        state.put(keyOf(id), { ...payload, consumed: nowSeconds() }, remaining);
      },
      destroy: async (id) => state.delete([keyOf(id)]),
      revokeByGrantId: async (grantId) =>
        state.delete(ofModel((payload) => payload.grantId === grantId).map(({ key }) => key)),
    };
  };
}

/** Signs an account out everywhere: its sessions, grants, codes and tokens are gone at once. */
export function revokeAccount(state: StarbaseState, accountId: string): void {
  state.delete(state.select(({ payload }) => payload.accountId === accountId).map(({ key }) => key));
}
