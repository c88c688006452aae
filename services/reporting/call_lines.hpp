#pragma once

#include <hatif/reporting/v1/report.pb.h>

#include <string>

/// A report as a line of an export.
namespace hatif::reporting {

/// "jobId,status,…", with the line's end.
std::string csv_titles();

/// The job with its last attempt.
void append_csv(const v1::CallReport& report, std::string& out);

/// The whole report, as REST prints it.
void append_ndjson(const v1::CallReport& report, std::string& out);

} // namespace hatif::reporting
