import { type RegionId, regions } from "../../world";
import { hex, keyOf } from "./random";

export interface Node {
  readonly region: RegionId;
  /** Also the kubelet's index. */
  readonly index: number;
  readonly name: string;
  /** How its runtime shows a pod's sandbox in cAdvisor: `container=""` on containerd, `"POD"` on CRI-O. */
  readonly runtime: "containerd" | "cri-o";
  readonly uid: string;
}

/** Two nodes a region; the second runs CRI-O, since both kinds are out there. */
export function nodesOf(region: RegionId): readonly [Node, Node] {
  const cluster = regions.find((candidate) => candidate.id === region)?.cluster ?? region;
  const node = (index: number): Node => {
    const name = `${cluster}-node-${index + 1}`;
    return { region, index, name, runtime: index === 1 ? "cri-o" : "containerd", uid: uuid(name, 0) };
  };
  return [node(0), node(1)];
}

/** A UUID that is always the same for the same name and number. */
export function uuid(name: string, number: number): string {
  const digits = hex(32, keyOf(name), number, 1);
  const variant = "89ab"[Number.parseInt(digits[16] ?? "0", 16) % 4];
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
}
