// Where chance comes from: a stream of random numbers one after the other, or one keyed draw for each decision.
#pragma once

#include <algorithm>
#include <bit>
#include "network.hpp"

// xoshiro256++ (Blackman and Vigna 2019, public domain), seeded by splitmix64.
class Xoshiro {
  public:
    explicit Xoshiro(uint64_t seed) {
        for (uint64_t &word : state) {
            uint64_t z = (seed += 0x9E3779B97F4A7C15u);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
            word = z ^ (z >> 31);
        }
    }

    double uniform() {    // in (0, 1)
        uint64_t result = std::rotl(state[0] + state[3], 23) + state[0], shifted = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = std::rotl(state[3], 45);
        return (double(result >> 12) + 0.5) * 0x1p-52;
    }

  private:
    uint64_t state[4];
};

class Sequential {
  public:
    Sequential(const Network &network, uint64_t seed, uint64_t replication)
        : stations(network.stations.data()), between(QUARTER / network.per_quarter), random(seed << 32 | replication) {
        skip();
    }

    int64_t arrival() const { return next; }
    Visitor arrive() {
        Visitor visitor{};
        visitor.asked = next;
        skip();
        return visitor;
    }
    int64_t handling(const Visitor &visitor) { return std::max<int64_t>(1, exponential(stations[visitor.station].handling)); }
    int64_t patience(const Visitor &visitor) { return exponential(stations[visitor.station].patience); }
    bool resolved(const Visitor &visitor) { return random.uniform() < stations[visitor.station].resolves; }

  private:
    int64_t exponential(double mean) { return int64_t(-mean * std::log(random.uniform())); }
    void skip() { next += exponential(between); }

    const Station *stations;
    double between;
    Xoshiro random;
    int64_t next = 0;
};

// Philox4x32-10 (Salmon and others 2011) with the keys of sim/engine/luck/draws.py.
struct Key {
    uint32_t seed, replication;

    double uniform(int64_t entity, uint32_t label, uint32_t index) const {
        uint32_t c0 = uint32_t(entity), c1 = uint32_t(entity >> 32), c2 = label, c3 = index, k0 = seed, k1 = replication;
        for (int round = 0; round < 10; round++) {
            uint64_t a = uint64_t(0xD2511F53u) * c0, b = uint64_t(0xCD9E8D57u) * c2;
            c0 = uint32_t(b >> 32) ^ c1 ^ k0;
            c1 = uint32_t(b);
            c2 = uint32_t(a >> 32) ^ c3 ^ k1;
            c3 = uint32_t(a);
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        return (double(uint64_t(c0) << 20 | c1 >> 12) + 0.5) * 0x1p-52;
    }
};

// fdlibm's logarithm (Sun Microsystems 1993, freely distributable) for normal numbers, as in sim/engine/luck/arithmetic.py.
inline double exact_log(double x) {
    constexpr double LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10;
    int64_t bits = std::bit_cast<int64_t>(x), fraction = bits >> 32 & 0x000FFFFF, carry = (fraction + 0x95F64) & 0x100000;
    double k = double((bits >> 52) - 1023 + (carry >> 20));
    double f = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFF) | (carry ^ 0x3FF00000) << 32) - 1.0;
    if ((0x000FFFFF & (2 + fraction)) < 3) {
        double remainder = f * f * (0.5 - 0.33333333333333333 * f);
        return k * LN2_HIGH - ((remainder - k * LN2_LOW) - f);
    }
    double s = f / (2.0 + f), z = s * s, w = z * z;
    double odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    double even = z * (6.666666666666735130e-01
                       + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    double remainder = even + odd;
    if (0x6147A <= fraction && fraction <= 0x6B851) {
        double half_square = 0.5 * f * f;
        return k * LN2_HIGH - ((half_square - (s * (half_square + remainder) + k * LN2_LOW)) - f);
    }
    return k * LN2_HIGH - ((s * (f - remainder) - k * LN2_LOW) - f);
}

struct Labels {
    int64_t stream, date;    // hash of the stream of arrivals; days since 1970 of the first day
    uint32_t count, minute, citizen, handling, resolved;
    int64_t segment, inhabitants;
};

class Keyed {
  public:
    Keyed(const Network &network, const Labels &labels, uint32_t seed, uint32_t replication)
        : stations(network.stations.data()), labels(labels), key{seed, replication}, mean(network.per_quarter) {
        draw_quarter();
    }

    int64_t arrival() const { return arrivals[next].first; }
    Visitor arrive() {
        Visitor visitor{};
        visitor.asked = arrivals[next].first;
        visitor.entity = arrivals[next].second;
        if (++next == arrivals.size()) draw_quarter();
        return visitor;
    }
    int64_t citizen(int64_t entity) const {
        int64_t number = int64_t(key.uniform(entity, labels.citizen, 0) * double(labels.inhabitants));
        return int64_t(1) << 56 | labels.segment << 32 | std::min(labels.inhabitants - 1, number);
    }
    int64_t handling(const Visitor &visitor) {
        double u = key.uniform(visitor.entity, labels.handling, uint32_t(visitor.served));
        return std::max<int64_t>(1, exponential(u, stations[visitor.station].handling));
    }
    int64_t patience(const Visitor &visitor) {
        const Station &station = stations[visitor.station];
        return exponential(key.uniform(visitor.entity, station.label_patience, 0), station.patience);
    }
    bool resolved(const Visitor &visitor) {
        double u = key.uniform(visitor.entity, labels.resolved, uint32_t(visitor.served));
        return u < stations[visitor.station].resolves;
    }

  private:
    static int64_t exponential(double u, double mean) { return int64_t(-mean * exact_log(1.0 - u)); }

    // The number of arrivals in a quarter of an hour is an inverse Poisson, and each has its own moment within it.
    void draw_quarter() {
        arrivals.clear();
        next = 0;
        while (arrivals.empty()) {
            int64_t of_quarter = labels.stream << 23 | (labels.date + quarter / 96) << 7 | quarter % 96;
            int count = poisson(int64_t(4) << 56 | of_quarter);
            for (int ordinal = 0; ordinal < count; ordinal++) {
                int64_t entity = int64_t(1) << 61 | of_quarter << 16 | ordinal;
                int64_t time = quarter * QUARTER + int64_t(key.uniform(entity, labels.minute, 0) * double(QUARTER));
                arrivals.emplace_back(time, entity);
            }
            std::sort(arrivals.begin(), arrivals.end());
            quarter++;
        }
    }

    int poisson(int64_t entity) const {
        int count = 0;
        uint32_t index = 0;
        for (double rest = mean; rest > 0.0; rest -= 32.0) {
            double chunk = std::min(rest, 32.0), u = key.uniform(entity, labels.count, index++);
            double probability = std::exp(-chunk), reached = probability;
            for (int n = 1; u > reached && !(reached + probability == reached && n > chunk); n++) {
                probability *= chunk / n;
                reached += probability;
                count++;
            }
        }
        return count;
    }

    const Station *stations;
    Labels labels;
    Key key;
    double mean;
    int64_t quarter = 0;
    std::vector<std::pair<int64_t, int64_t>> arrivals;
    size_t next = 0;
};
