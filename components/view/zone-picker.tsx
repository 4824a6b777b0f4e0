"use client";

import { ChevronDown, Globe } from "lucide-react";
import { useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { SearchField } from "react-aria-components/SearchField";
import { Button } from "@/components/ui/button";
import { optionLook } from "@/components/ui/choice";
import { PopoverDialog } from "@/components/ui/popover";
import { formatOffset, ianaZone, parseZone } from "@/lib/time/zone";
import { useReader } from "./reader";
import { useView } from "./view-provider";

const cityOf = (zone: string) => zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;

const labelOf = (zone: string) =>
  zone === "browser" ? "Browser time" : zone === "utc" ? "UTC" : cityOf(zone);

/** In which zone instants are shown: the browser's, UTC, or any that `Intl` knows, by name. */
export function ZonePicker() {
  const { view, anchor, zone } = useView();
  return (
    <PopoverDialog
      name="Time zone"
      trigger={
        <Button look="outlined" aria-label={`Time zone: ${labelOf(view.tz)}, ${formatOffset(anchor, zone)}`}>
          <Globe aria-hidden size={14} className="text-faint" />
          {labelOf(view.tz)}
          <ChevronDown aria-hidden size={14} className="text-faint" />
        </Button>
      }
    >
      {(close) => <ZoneList close={close} />}
    </PopoverDialog>
  );
}

function ZoneList({ close }: { close: () => void }) {
  const { view, change, anchor } = useView();
  const { browserZone } = useReader();
  const [typed, setTyped] = useState("");
  const listed = ["browser", "utc", ...Intl.supportedValuesOf("timeZone")];
  // Browsers list one of a zone's names and know them all: one that is typed in full is taken, too.
  const named = typed.length > 2 ? parseZone(typed.trim().replaceAll(" ", "_")) : null;
  const ids = named === null || listed.includes(named) ? listed : [...listed, named];
  const zones = ids.map((id) => ({
    id,
    name: id === "browser" ? `Browser time, ${browserZone}` : id === "utc" ? "UTC" : id.replaceAll("_", " "),
    offset: formatOffset(anchor, id === "browser" ? browserZone : ianaZone(id)),
  }));
  const contains = (text: string, part: string) => text.toLowerCase().includes(part.trim().toLowerCase());
  return (
    <Autocomplete filter={contains} inputValue={typed} onInputChange={setTyped}>
      <SearchField aria-label="Search zones" autoFocus className="border-border border-b p-2">
        <Input
          placeholder="Search zones"
          className="h-8 w-full rounded-sm border border-border bg-bg px-2 text-sm -outline-offset-1 placeholder:text-faint [&::-webkit-search-cancel-button]:hidden"
        />
      </SearchField>
      <ListBox
        aria-label="Zones"
        items={zones}
        selectionMode="single"
        selectedKeys={[view.tz]}
        onSelectionChange={(keys) => {
          const chosen = keys === "all" ? undefined : [...keys][0];
          if (chosen !== undefined) change({ tz: String(chosen) }, { history: "push" });
          close();
        }}
        renderEmptyState={() => <p className="px-2 py-3 text-muted">No zone has that name.</p>}
        className="h-72 w-80 max-w-full overflow-auto p-1 outline-none"
      >
        {({ id, name, offset }) => (
          <ListBoxItem id={id} textValue={name} className={`${optionLook} justify-between`}>
            <span>{name}</span>
            <span className="text-faint text-xs">{offset}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </Autocomplete>
  );
}
