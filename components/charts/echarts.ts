import { LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use as register } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

/** The one place that says which parts of ECharts are shipped. */
register([LineChart, GridComponent, CanvasRenderer]);

export { init };
