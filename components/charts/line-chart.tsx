"use client";

import type { ECharts } from "echarts/core";
import { useLayoutEffect, useRef } from "react";
import { init } from "./echarts";
import type { LineOption } from "./line-option";

/**
 * The lifecycle of one canvas: made once, data pushed into it, sized with its element, disposed of at the end. It says
 * nothing to assistive technology: its panel's name, value and table do.
 */
export function LineChart({ option }: { option: LineOption }) {
  const element = useRef<HTMLDivElement>(null);
  const instance = useRef<ECharts | null>(null);

  useLayoutEffect(() => {
    if (!element.current) return;
    const chart = init(element.current, null, { renderer: "canvas" });
    instance.current = chart;
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      instance.current = null;
      chart.dispose();
    };
  }, []);

  useLayoutEffect(() => {
    instance.current?.setOption(option, { replaceMerge: ["series"] });
  }, [option]);

  return <div ref={element} aria-hidden="true" className="absolute inset-0" />;
}
