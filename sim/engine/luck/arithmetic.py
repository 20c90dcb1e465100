"""Logarithm, exponential and inverse normal that give the same bits on every machine.

Mathematical libraries differ in the last bits of ``log`` and ``exp``, and so do versions of one library. These are built
from integer operations and IEEE 754 ``+ - * / sqrt``, which are exactly specified. ``log`` and ``exp`` follow fdlibm
(Sun Microsystems 1993, freely distributable: e_log.c, e_exp.c) step by step, with an error below 1 unit in the last place;
``inverse_normal`` is routine PPND16 of Wichura, Algorithm AS 241, Applied Statistics 37 (1988), 477-484.
"""

from __future__ import annotations

import math

import numpy as np

from sim.engine.compiler.jit import compiled, inlined

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
TWO_54 = 2.0**54
TWO_MINUS_1000 = 2.0**-1000

LOG_1 = 6.666666666666735130e-01
LOG_2 = 3.999999999940941908e-01
LOG_3 = 2.857142874366239149e-01
LOG_4 = 2.222219843214978396e-01
LOG_5 = 1.818357216161805012e-01
LOG_6 = 1.531383769920937332e-01
LOG_7 = 1.479819860511658591e-01

EXP_OVERFLOW = 7.09782712893383973096e02
EXP_UNDERFLOW = -7.45133219101941108420e02
INVERSE_LN2 = 1.44269504088896338700e00
EXP_1 = 1.66666666666666019037e-01
EXP_2 = -2.77777777770155933842e-03
EXP_3 = 6.61375632143793436117e-05
EXP_4 = -1.65339022054652515390e-06
EXP_5 = 4.13813679705723846039e-08


@inlined
def log(x: float) -> float:
    """Natural logarithm. log(0) = -inf, log(inf) = inf, log of a negative number or nan = nan; subnormals are exact inputs."""
    if math.isnan(x) or x < 0.0:
        return np.nan
    if x == 0.0:
        return -np.inf
    if x == np.inf:
        return np.inf
    exponent = np.int64(0)
    if x < 2.2250738585072014e-308:
        exponent = np.int64(-54)
        x = x * TWO_54
    bits = np.float64(x).view(np.int64)
    exponent += (bits >> 52) - 1023
    fraction = (bits >> 32) & 0x000FFFFF  # the 20 highest bits of the fraction decide how to go on
    carry = (fraction + 0x95F64) & 0x100000  # set where the fraction is above sqrt(2): halve it
    exponent += carry >> 20
    mantissa = (bits & 0x000FFFFFFFFFFFFF) | ((carry ^ 0x3FF00000) << 32)
    f = np.int64(mantissa).view(np.float64) - 1.0
    k = np.float64(exponent)
    if (0x000FFFFF & (2 + fraction)) < 3:  # |f| < 2**-20
        remainder = f * f * (0.5 - 0.33333333333333333 * f)
        return k * LN2_HIGH - ((remainder - k * LN2_LOW) - f)
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = w * (LOG_2 + w * (LOG_4 + w * LOG_6))
    even = z * (LOG_1 + w * (LOG_3 + w * (LOG_5 + w * LOG_7)))
    remainder = even + odd
    if 0x6147A <= fraction <= 0x6B851:
        half_square = 0.5 * f * f
        return k * LN2_HIGH - ((half_square - (s * (half_square + remainder) + k * LN2_LOW)) - f)
    return k * LN2_HIGH - ((s * (f - remainder) - k * LN2_LOW) - f)


@compiled
def exp(x: float) -> float:
    """Exponential. exp(-inf) = 0, exp(inf) = inf, exp(nan) = nan; inf above 709.78, subnormal below -708.39, 0 below -745.13."""
    if math.isnan(x):
        return np.nan
    if x > EXP_OVERFLOW:
        return np.inf
    if x < EXP_UNDERFLOW:
        return 0.0
    magnitude = (np.float64(x).view(np.int64) >> 32) & 0x7FFFFFFF  # high word of |x|: its exponent and 20 bits
    if magnitude < 0x3E300000:  # |x| < 2**-28
        return 1.0 + x
    exponent = np.int64(0)
    high = x
    low = 0.0
    if magnitude > 0x3FD62E42:  # |x| > 0.5 ln 2
        sign = 1.0 if x > 0.0 else -1.0
        near = magnitude < 0x3FF0A2B2  # |x| < 1.5 ln 2
        exponent = np.int64(sign if near else INVERSE_LN2 * x + 0.5 * sign)
        k = np.float64(exponent)
        high = x - k * LN2_HIGH
        low = k * LN2_LOW
    r = high - low
    t = r * r
    c = r - t * (EXP_1 + t * (EXP_2 + t * (EXP_3 + t * (EXP_4 + t * EXP_5))))
    if exponent == 0:
        return 1.0 - ((r * c) / (c - 2.0) - r)
    y = np.float64(1.0 - ((low - (r * c) / (2.0 - c)) - high))
    if exponent >= -1021:
        return np.int64(y.view(np.int64) + (exponent << 52)).view(np.float64)
    return np.int64(y.view(np.int64) + ((exponent + 1000) << 52)).view(np.float64) * TWO_MINUS_1000


@compiled
def inverse_normal(u: float) -> float:
    """The z that a standard normal variable stays below with probability ``u``; -inf for u <= 0, inf for u >= 1."""
    if math.isnan(u):
        return np.nan
    if u <= 0.0:
        return -np.inf
    if u >= 1.0:
        return np.inf
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _middle(0.180625 - q * q)
    tail = math.sqrt(-log(u if q < 0.0 else 1.0 - u))
    z = _side(tail - 1.6) if tail <= 5.0 else _far(tail - 5.0)
    return -z if q < 0.0 else z


@compiled
def _middle(r: float) -> float:
    """The inverse normal divided by u - 1/2, for 0.075 <= u <= 0.925."""
    above = 2.5090809287301226727e3
    above = above * r + 3.3430575583588128105e4
    above = above * r + 6.7265770927008700853e4
    above = above * r + 4.5921953931549871457e4
    above = above * r + 1.3731693765509461125e4
    above = above * r + 1.9715909503065514427e3
    above = above * r + 1.3314166789178437745e2
    above = above * r + 3.3871328727963666080e0
    below = 5.2264952788528545610e3
    below = below * r + 2.8729085735721942674e4
    below = below * r + 3.9307895800092710610e4
    below = below * r + 2.1213794301586595867e4
    below = below * r + 5.3941960214247511077e3
    below = below * r + 6.8718700749205790830e2
    below = below * r + 4.2313330701600911252e1
    below = below * r + 1.0
    return above / below


@compiled
def _side(r: float) -> float:
    """The size of the inverse normal where the nearer tail is between 1.4e-11 and 0.075."""
    above = 7.74545014278341407640e-4
    above = above * r + 2.27238449892691845833e-2
    above = above * r + 2.41780725177450611770e-1
    above = above * r + 1.27045825245236838258e0
    above = above * r + 3.64784832476320460504e0
    above = above * r + 5.76949722146069140550e0
    above = above * r + 4.63033784615654529590e0
    above = above * r + 1.42343711074968357734e0
    below = 1.05075007164441684324e-9
    below = below * r + 5.47593808499534494600e-4
    below = below * r + 1.51986665636164571966e-2
    below = below * r + 1.48103976427480074590e-1
    below = below * r + 6.89767334985100004550e-1
    below = below * r + 1.67638483018380384940e0
    below = below * r + 2.05319162663775882187e0
    below = below * r + 1.0
    return above / below


@compiled
def _far(r: float) -> float:
    """The size of the inverse normal where the nearer tail is below 1.4e-11."""
    above = 2.01033439929228813265e-7
    above = above * r + 2.71155556874348757815e-5
    above = above * r + 1.24266094738807843860e-3
    above = above * r + 2.65321895265761230930e-2
    above = above * r + 2.96560571828504891230e-1
    above = above * r + 1.78482653991729133580e0
    above = above * r + 5.46378491116411436990e0
    above = above * r + 6.65790464350110377720e0
    below = 2.04426310338993978564e-15
    below = below * r + 1.42151175831644588870e-7
    below = below * r + 1.84631831751005468180e-5
    below = below * r + 7.86869131145613259100e-4
    below = below * r + 1.48753612908506148525e-2
    below = below * r + 1.36929880922735805310e-1
    below = below * r + 5.99832206555887937690e-1
    below = below * r + 1.0
    return above / below
