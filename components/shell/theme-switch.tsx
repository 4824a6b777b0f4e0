"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { Choice } from "@/components/ui/choice";
import { type Theme, themeCookie } from "@/lib/theme";

const options: readonly { id: Theme; label: string }[] = [
  { id: "system", label: "System" },
  { id: "dark", label: "Dark" },
  { id: "light", label: "Light" },
];
const icons = { system: Monitor, dark: Moon, light: Sun };

function apply(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const age = theme === "system" ? 0 : 31_536_000;
  // The Cookie Store API is not in every browser yet.
  // biome-ignore lint/suspicious/noDocumentCookie: see above
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${age}; samesite=lax`;
}

/** Dark, light, or as the device says. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const Icon = icons[theme];
  return (
    <Choice
      compact
      name="Theme"
      options={options}
      value={theme}
      onChange={(chosen) => {
        setTheme(chosen);
        apply(chosen);
      }}
      icon={<Icon aria-hidden size={16} />}
    />
  );
}
