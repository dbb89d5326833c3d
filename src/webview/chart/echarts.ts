import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([LineChart, ScatterChart, CustomChart, GridComponent, TooltipComponent, CanvasRenderer]);

/** Only the parts of ECharts that all panels use; each registers what it draws beyond them. */
export const createChart = init;
