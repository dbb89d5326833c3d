import { HeatmapChart } from 'echarts/charts';
import { LegendComponent, VisualMapContinuousComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// Chart types that only this panel draws; registering them here keeps them out of the run panel's bundle.
use([LegendComponent, HeatmapChart, VisualMapContinuousComponent, SVGRenderer]);
