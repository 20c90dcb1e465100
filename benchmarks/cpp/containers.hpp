// The calendar of events and the queues: a binary heap and a ring buffer, as anybody would write them by hand.
#pragma once

#include <cstdint>
#include <vector>

struct Event {
    int64_t moment;    // microseconds * 4 + kind: ends of service go before ends of patience at one instant
    int32_t visitor;
    uint32_t turn;     // of the visitor, when it was planned: another turn now means that it no longer counts
};

class Calendar {
  public:
    bool empty() const { return events.empty(); }
    const Event &first() const { return events.front(); }

    void add(Event event) {
        size_t place = events.size();
        events.push_back(event);
        while (place > 0) {
            size_t above = (place - 1) / 2;
            if (events[above].moment <= event.moment) break;
            events[place] = events[above];
            place = above;
        }
        events[place] = event;
    }

    void drop_first() {
        Event last = events.back();
        events.pop_back();
        size_t count = events.size(), place = 0;
        if (count == 0) return;
        for (size_t below = 1; below < count; below = 2 * place + 1) {
            below += below + 1 < count && events[below + 1].moment < events[below].moment;
            if (events[below].moment >= last.moment) break;
            events[place] = events[below];
            place = below;
        }
        events[place] = last;
    }

  private:
    std::vector<Event> events;
};

class Ring {
  public:
    bool empty() const { return begin == end; }

    void put(int32_t number) {
        if (end - begin == places.size()) grow();
        places[end++ & (places.size() - 1)] = number;
    }

    int32_t take() { return places[begin++ & (places.size() - 1)]; }

  private:
    void grow() {
        std::vector<int32_t> more(2 * places.size());
        for (uint64_t place = begin; place < end; place++) more[place & (more.size() - 1)] = places[place & (places.size() - 1)];
        places.swap(more);
    }

    std::vector<int32_t> places = std::vector<int32_t>(64);
    uint64_t begin = 0, end = 0;
};
