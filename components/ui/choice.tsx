"use client";

import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select, SelectValue } from "react-aria-components/Select";
import { Button } from "./button";
import { popoverLook } from "./popover";

export interface Option<Id extends string> {
  readonly id: Id;
  readonly label: string;
}

interface ChoiceProps<Id extends string> {
  /** Its accessible name. */
  readonly name: string;
  readonly options: readonly Option<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  readonly icon?: ReactNode;
  /** Shows the icon alone; the value is still read out. */
  readonly compact?: boolean;
  readonly className?: string;
}

export const optionLook =
  "flex cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-none data-focused:bg-raised data-selected:text-accent";

/** One of a few: a button that shows the choice and opens the list of them. */
export function Choice<Id extends string>(props: ChoiceProps<Id>) {
  const { name, options, value, onChange, icon, compact = false, className = "" } = props;
  return (
    <Select
      aria-label={name}
      value={value}
      onChange={(key) => {
        const chosen = options.find(({ id }) => id === key);
        if (chosen) onChange(chosen.id);
      }}
      className={className}
    >
      <Button look={compact ? "quiet" : "outlined"}>
        {icon}
        <SelectValue className={compact ? "sr-only" : ""}>{({ selectedText }) => selectedText}</SelectValue>
        {compact ? null : <ChevronDown aria-hidden size={14} className="text-faint" />}
      </Button>
      <Popover placement="bottom end" offset={6} className={popoverLook}>
        <ListBox items={options} className="max-h-80 min-w-36 p-1 outline-none">
          {({ id, label }) => (
            <ListBoxItem id={id} textValue={label} className={optionLook}>
              {({ isSelected }) => (
                <>
                  <Check aria-hidden size={14} className={isSelected ? "" : "invisible"} />
                  {label}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
