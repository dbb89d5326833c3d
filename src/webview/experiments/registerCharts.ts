import { HeatmapChart } from 'echarts/charts';
import { LegendComponent, VisualMapContinuousComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// What this panel draws beyond the run panel, whose bundle must not grow by it.
use([LegendComponent, HeatmapChart, VisualMapContinuousComponent, SVGRenderer]);
