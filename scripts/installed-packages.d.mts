export function areLockedPackagesInstalled(directory: string): boolean;
