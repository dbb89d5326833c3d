import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([LineChart, ScatterChart, CustomChart, GridComponent, TooltipComponent, CanvasRenderer]);

/** Creates charts with the parts of ECharts that all panels use; each panel registers the others it needs. */
export const createChart = init;
