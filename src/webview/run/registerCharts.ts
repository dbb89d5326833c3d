import { MarkLineComponent } from 'echarts/components';
import { use } from 'echarts/core';

// Percentiles are marked in this panel's charts only.
use([MarkLineComponent]);
