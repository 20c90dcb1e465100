// What is written down: nothing but sums, or also the rows of sim/engine/program/tables.py.
#pragma once

#include <cstdio>
#include <string>
#include "containers.hpp"
#include "network.hpp"

class OnlySums {
  public:
    OnlySums(const Network &, int64_t) {}
    template <class Draws> void begins(Visitor &, const Draws &) {}
    void asks(Visitor &) {}
    void starts(Visitor &, int64_t) {}
    void ends(Visitor &, int64_t, bool, bool) {}
    void leaves(Visitor &, int64_t) {}
    void waits(Visitor &, int64_t) {}
    void stops(int64_t) {}
    int64_t bytes() const { return 0; }
    void write(const std::string &) const {}
};

#pragma pack(push, 1)
struct CaseRow {
    int64_t entity, parent, root, citizen;
    int32_t service, segment, design;
    int64_t started, ended;
    int32_t end;
    int64_t event;
    double complexity, need, skill;
    int32_t contacts, too_late, corrections, reminders, hidden;
    int64_t discovered, applied;
    int32_t applied_channel;
    int64_t citizen_time;
};

struct ContactRow {
    int64_t entity;
    int32_t contact;
    int64_t root;
    int32_t service, segment, design, step, channel, cause, attempt;
    int64_t requested, announced, slot, queued, patience, answered, waited, ended;
    int32_t outcome, transfers;
    int64_t due;
    int32_t discovered;
    int64_t citizen_time;
};

struct LegRow {
    int64_t entity;
    int32_t contact, leg, service, step, channel, queue, team, agent;
    int64_t enqueued, started, ended, released, spent, counted;
    int32_t end, cause;
};
#pragma pack(pop)

static_assert(sizeof(CaseRow) == 144 && sizeof(ContactRow) == 140 && sizeof(LegRow) == 96);

class Columns {
  public:
    Columns(const Network &network, int64_t days) {
        double expected = network.per_quarter * 96.0 * double(days) * 1.02 + 1000.0, contacts = 0.0, legs = 0.0;
        int32_t agents = 0, queues = 0;
        double reach = 1.0;
        for (const Station &station : network.stations) {
            queue.push_back(station.agents == UNLIMITED ? -1 : queues++);
            idle.emplace_back();
            for (int number = 0; number < station.agents; number++) idle.back().put(agents++);
            contacts += reach;
            legs += station.agents == UNLIMITED ? 0.0 : reach;
            reach *= 1.0 - station.resolves;
        }
        cases.reserve(size_t(expected));
        this->contacts.reserve(size_t(expected * contacts));
        this->legs.reserve(size_t(expected * legs));
    }

    template <class Draws> void begins(Visitor &visitor, const Draws &draws) {
        visitor.case_row = int32_t(cases.size());
        cases.push_back({visitor.entity, -1, visitor.entity, draws.citizen(visitor.entity), 0, 0, 0, visitor.asked, -1, 0, -1,
                         0.3, 1.0, 0.7, 0, 0, 0, 0, 0, -1, -1, -1, 0});
    }

    void asks(Visitor &visitor) {
        visitor.contact_row = int32_t(contacts.size());
        int32_t number = cases[visitor.case_row].contacts++;
        bool queues = queue[visitor.station] >= 0;
        contacts.push_back({visitor.entity, number, visitor.entity, 0, 0, 0, 0, visitor.station, cause(number), number, visitor.asked,
                            -1, -1, queues ? visitor.asked : -1, queues ? visitor.patience : -1, -1, 0, -1, 0, 0, -1, 0, 0});
    }

    void starts(Visitor &visitor, int64_t now) {
        ContactRow &contact = contacts[visitor.contact_row];
        contact.answered = now;
        contact.waited = now - visitor.asked;
        if (queue[visitor.station] < 0) return;
        visitor.agent = idle[visitor.station].take();
        visitor.leg_row = int32_t(legs.size());
        legs.push_back({visitor.entity, contact.contact, 0, 0, 0, visitor.station, queue[visitor.station], queue[visitor.station],
                        visitor.agent, visitor.asked, now, -1, -1, 0, now, 0, contact.cause});
    }

    void ends(Visitor &visitor, int64_t now, bool resolved, bool last) {
        ContactRow &contact = contacts[visitor.contact_row];
        CaseRow &row = cases[visitor.case_row];
        contact.ended = now;
        contact.outcome = resolved ? RESOLVED : REFERRED;
        contact.citizen_time = now - contact.answered;
        row.citizen_time += contact.citizen_time;
        if (last) {
            row.ended = now;
            row.end = CASE_RESOLVED;
        }
        if (queue[visitor.station] < 0) return;
        LegRow &leg = legs[visitor.leg_row];
        leg.ended = leg.released = now;
        leg.spent = now - leg.started;
        leg.end = LEG_DONE;
        idle[visitor.station].put(visitor.agent);
    }

    void leaves(Visitor &visitor, int64_t now) {
        ContactRow &contact = contacts[visitor.contact_row];
        contact.waited = now - visitor.asked;
        contact.ended = now;
        contact.outcome = ABANDONED;
        cases[visitor.case_row].ended = now;
        cases[visitor.case_row].end = CASE_GAVE_UP;
    }

    // Still in a queue when the run ended; has waited until then.
    void waits(Visitor &visitor, int64_t end) {
        ContactRow &contact = contacts[visitor.contact_row];
        contact.waited = end - visitor.asked;
        legs.push_back({visitor.entity, contact.contact, 0, 0, 0, visitor.station, queue[visitor.station], -1, -1, visitor.asked, -1,
                        -1, -1, 0, -1, 0, contact.cause});
    }

    // Work in hand when the run ended is cut off there.
    void stops(int64_t end) {
        for (LegRow &leg : legs)
            if (leg.started >= 0 && leg.released < 0) leg.spent = end - leg.started;
    }

    int64_t bytes() const {
        return int64_t(cases.size() * sizeof(CaseRow) + contacts.size() * sizeof(ContactRow) + legs.size() * sizeof(LegRow));
    }

    void write(const std::string &folder) const {
        put(folder + "/cases.bin", cases);
        put(folder + "/contacts.bin", contacts);
        put(folder + "/legs.bin", legs);
    }

  private:
    static constexpr int32_t RESOLVED = 1, REFERRED = 5, ABANDONED = 9, CASE_RESOLVED = 1, CASE_GAVE_UP = 2, LEG_DONE = 1;
    static int32_t cause(int32_t number) { return number == 0 ? 0 : 5; }

    template <class Row> static void put(const std::string &path, const std::vector<Row> &rows) {
        std::FILE *file = std::fopen(path.c_str(), "wb");
        if (file == nullptr || std::fwrite(rows.data(), sizeof(Row), rows.size(), file) != rows.size()) std::abort();
        std::fclose(file);
    }

    std::vector<int32_t> queue;
    std::vector<Ring> idle;
    std::vector<CaseRow> cases;
    std::vector<ContactRow> contacts;
    std::vector<LegRow> legs;
};
